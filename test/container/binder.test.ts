import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

it('binder/Dockerfile is the Dockerfile of today, and ends in the stage with the emulator', () => {
  const [ours, binders] = ['Dockerfile', 'binder/Dockerfile'].map((path) => readFileSync(path, 'utf8'))
  expect(binders, 'write it anew: node scripts/binder.mjs').toBe(
    `# Made from ../Dockerfile by scripts/binder.mjs.\n${ours}\nFROM qemu\n`,
  )
})
