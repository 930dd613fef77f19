import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './command.mjs'
import { root } from './paths.mjs'
import { step } from './report.mjs'
import { fingerprint, hashOf, isFresh, writeStamp } from './stamp.mjs'

const dist = join(root, 'dist')

/** Compiles src/ to dist/, unless no source has changed since. Returns a hash of the sources. */
export async function build() {
  const inputs = ['src', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json']
  const hash = hashOf(...inputs.map((name) => fingerprint(join(root, name))))
  const stamp = join(dist, '.stamp')
  if (isFresh(stamp, hash) && existsSync(join(dist, 'index.js'))) return hash
  await step('build (TypeScript)', async () => {
    removeOrphans(dist)
    await run('build.log', ['npm', 'run', '--silent', 'build'], {
      remedy:
        'The sources do not compile: mend the errors above, or git stash your changes, and run the command again.',
    })
    writeStamp(stamp, hash)
  })
  return hash
}

/** Removes compiled files whose source has gone, so that nothing imports them by chance. */
function removeOrphans(folder) {
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) removeOrphans(path)
    const compiled = /^(.*)\.(d\.ts|js|js\.map)$/.exec(path)
    if (compiled && !existsSync(`${compiled[1].replace(dist, join(root, 'src'))}.ts`)) rmSync(path)
  }
}
