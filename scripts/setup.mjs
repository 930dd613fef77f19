/**
 * `npm run setup`: everything that `npm start` and `npm test` need, on a fresh clone. Plain Node, since it runs before
 * anything is installed. Each step first looks whether it has something to do. `--tests` adds what only tests need.
 */
import { pathToFileURL } from 'node:url'
import { build } from './setup/build.mjs'
import { debianPackages } from './setup/debian.mjs'
import { emulator } from './setup/emulator.mjs'
import { kernelspec } from './setup/kernelspec.mjs'
import { npmPackages } from './setup/npm.mjs'
import { pythonEnvironment } from './setup/python.mjs'
import { SetupError, finished } from './setup/report.mjs'

/** @param {{ tests: boolean }} options */
export async function setup(options) {
  try {
    checkPlatform()
    await debianPackages(options)
    // Side by side: each waits for the network by turns. Where one fails, the other is not left running.
    const [ours, python] = await Promise.allSettled([compiled(options), pythonEnvironment()])
    for (const { reason } of [ours, python]) if (reason !== undefined) throw reason
    await kernelspec(ours.value)
    finished()
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    console.error(`\nSetup failed. ${error.message}`)
    process.exit(1)
  }
}

/** Returns a hash of the sources that were compiled. */
async function compiled({ tests }) {
  await npmPackages()
  const hash = await build()
  if (tests) await emulator(hash)
  return hash
}

function checkPlatform() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new SetupError(`This is Node ${process.versions.node}; vethbook needs Node 20.19 or newer.`)
  }
  if (process.platform !== 'linux') {
    throw new SetupError(
      'vethbook wires real Linux networks: run it on Linux, in WSL 2 or in its container (README, "Container").',
    )
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await setup({ tests: process.argv.includes('--tests') })
