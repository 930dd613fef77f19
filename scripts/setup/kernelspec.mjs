import { join } from 'node:path'
import { run } from './command.mjs'
import { root, venv } from './paths.mjs'
import { step } from './report.mjs'
import { hashOf, isFresh, readIfThere, writeStamp } from './stamp.mjs'

/**
 * Registers the kernel in the virtual environment and builds its start-up snapshot, unless it is there as this build
 * would register it.
 */
export async function kernelspec(buildHash) {
  const folder = join(venv, 'share/jupyter/kernels/vethbook')
  const stamp = join(venv, '.vethbook-kernel-stamp')
  const hash = () =>
    hashOf(buildHash, root, process.execPath, process.version, readIfThere(join(folder, 'kernel.json')) ?? '')
  if (isFresh(stamp, hash())) return
  await step('the kernel, registered with JupyterLab; its start-up snapshot', async () => {
    await run('kernelspec.log', [process.execPath, 'dist/cli/main.js', 'install', '--prefix', venv], {
      remedy: 'Try it by hand: npx vethbook install --prefix .venv',
    })
    writeStamp(stamp, hash())
  })
}
