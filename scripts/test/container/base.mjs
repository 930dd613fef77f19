import { existsSync, mkdirSync, realpathSync, renameSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { findCommand } from '../../setup/command.mjs'
import { cacheFolder } from '../../setup/paths.mjs'
import { hashOf } from '../../setup/stamp.mjs'
import { runAside } from './aside.mjs'

export const BASE = 'localhost/vethbook-base'

/**
 * The image that the Dockerfile builds on, made without a registry: Debian from the mirror that this machine's apt uses,
 * and this machine's Node and npm. It is kept in .cache, so that only the first run waits for the mirror.
 * @returns {Promise<string | undefined>} why it cannot be had
 */
export async function importBase(podman) {
  const npm = dirname(dirname(realpathSync(findCommand('npm'))))
  const name = hashOf(process.version, npm, ...OPTIONS).slice(0, 12)
  const archive = join(cacheFolder, 'container', `base-${name}.tar`)
  if (!existsSync(archive)) {
    mkdirSync(dirname(archive), { recursive: true })
    const unfinished = `${archive}.${process.pid}`
    const made = await runAside(
      'container-base',
      [
        ...['mmdebstrap', '--format=tar', ...OPTIONS],
        `--customize-hook=${nodeHook(npm)}`,
        ...['bookworm', unfinished, ...aptSources()],
      ],
      20,
    )
    if (made.code !== 0) return `mmdebstrap, ${made.reason}: ${made.text.slice(-2000)}`
    renameSync(unfinished, archive)
  }
  const imported = await podman.run('import', archive, BASE)
  return imported.code === 0 ? undefined : imported.text
}

const OPTIONS = [
  '--variant=apt',
  // Without perl, which would only move folders.
  '--hook-dir=/usr/share/mmdebstrap/hooks/merged-usr',
  '--include=usr-is-merged',
  '--dpkgopt=force-unsafe-io',
  ...['doc', 'man', 'locale'].map((folder) => `--dpkgopt=path-exclude=/usr/share/${folder}/*`),
  '--aptopt=Acquire::Languages "none"',
  '--aptopt=Acquire::Retries "3"',
]

/** As the official image has them. */
const nodeHook = (npm) => `set -eu
local="$1/usr/local"
mkdir -p "$local/bin" "$local/lib/node_modules"
cp "${process.execPath}" "$local/bin/node"
cp -R "${npm}" "$local/lib/node_modules/npm"
for name in npm npx; do ln -s "../lib/node_modules/npm/bin/$name-cli.js" "$local/bin/$name"; done`

/** What this machine's apt reads of Debian's own; the tool's default where there is nothing. */
const aptSources = () =>
  ['/etc/apt/sources.list.d/debian.sources', '/etc/apt/sources.list'].filter((path) => existsSync(path)).slice(0, 1)
