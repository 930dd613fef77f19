import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { parse } from 'yaml'

const dockerfile = readFileSync('Dockerfile', 'utf8')

it('binder/Dockerfile is the Dockerfile of today, and ends in the stage with the emulator', () => {
  expect(readFileSync('binder/Dockerfile', 'utf8'), 'write it anew: node scripts/binder.mjs').toBe(
    `# Made from ../Dockerfile by scripts/binder.mjs.\n${dockerfile}\nFROM qemu\n`,
  )
})

it('compose.yaml and the dev container name the stage, the user, the folder and the port that the Dockerfile has', () => {
  const compose = parse(readFileSync('compose.yaml', 'utf8')) as { services: { vethbook: Record<string, string[]> } }
  const { ports, volumes } = compose.services.vethbook
  expect(dockerfile).toMatch(/^EXPOSE 8888$/m)
  expect(ports).toEqual(['127.0.0.1:8888:8888'])
  expect(dockerfile).toContain(`WORKDIR ${volumes?.[0]?.split(':')[1] ?? 'of its own'}\n`)

  const container = JSON.parse(readFileSync('.devcontainer/devcontainer.json', 'utf8')) as {
    build: { target: string }
    remoteUser: string
    forwardPorts: number[]
  }
  expect(dockerfile).toMatch(new RegExp(`^FROM .* AS ${container.build.target}$`, 'm'))
  expect(dockerfile).toContain(`ARG NB_USER=${container.remoteUser}\n`)
  expect(container.forwardPorts).toEqual([8888])
})
