import { join } from 'node:path'
import { run } from './command.mjs'
import { root } from './paths.mjs'
import { step } from './report.mjs'
import { readIfThere } from './stamp.mjs'

/** `npm ci`, unless node_modules holds exactly what package-lock.json says. */
export async function npmPackages() {
  if (isInstalled()) return
  await step('npm packages (npm ci, about 10 s)', async () => {
    await run('npm-ci.log', ['npm', 'ci', '--no-progress'], {
      remedy: 'npm must reach its registry. Behind a proxy: npm config set proxy URL. Then run the command again.',
      env: { NODE_ENV: '' },
    })
  })
}

/** npm leaves a lock of what it installed in node_modules/.package-lock.json. */
function isInstalled() {
  const installed = readIfThere(join(root, 'node_modules/.package-lock.json'))
  if (installed === undefined) return false
  const there = JSON.parse(installed).packages
  const { '': _root, ...wanted } = JSON.parse(readIfThere(join(root, 'package-lock.json'))).packages
  return (
    Object.entries(wanted).every(([path, { version, integrity, optional }]) =>
      there[path] ? there[path].version === version && there[path].integrity === integrity : optional,
    ) && Object.keys(there).every((path) => path in wanted)
  )
}
