import { join } from 'node:path'
import { run } from './command.mjs'
import { root } from './paths.mjs'
import { SetupError, step } from './report.mjs'
import { isFresh, writeStamp } from './stamp.mjs'

/** Makes the Linux that the engine `qemu` boots, for its tests. Where that cannot be, they say so, and all others run. */
export async function emulator(buildHash) {
  const stamp = join(root, '.cache/emulator/.stamp')
  if (isFresh(stamp, buildHash)) return
  try {
    await step('the Linux of the engine qemu', async () => {
      await run('emulator.log', [process.execPath, 'dist/cli/main.js', 'emulator'], {
        remedy: 'Its tests will fail until this works: npx vethbook emulator',
      })
      writeStamp(stamp, buildHash)
    })
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    console.log(`  ${error.message}`)
  }
}
