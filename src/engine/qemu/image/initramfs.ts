/** Makes the initramfs: what finds the disk, and our own files, so that those change without the disk. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { AGENT, BOOT, GUEST_INIT, GUEST_SANDBOX, guestEnvironment, OURS_IN_GUEST } from '../guest.js'
import { archive } from './archive.js'
import type { ImageFiles } from './folder.js'

const DIST = fileURLToPath(new URL('../../../../dist', import.meta.url))

/** Our own files of the guest by their paths there, with executable ones marked. */
export function ownFiles(): Map<string, { bytes: Uint8Array; isProgram: boolean }> {
  const files = new Map<string, { bytes: Uint8Array; isProgram: boolean }>()
  const add = (path: string, bytes: Uint8Array | string, isProgram = false): void =>
    void files.set(`${OURS_IN_GUEST}/${path}`, { bytes: Buffer.from(bytes), isProgram })
  add('init', GUEST_INIT, true)
  add('sandbox', GUEST_SANDBOX, true)
  add('environment', guestEnvironment())
  add('package.json', '{ "type": "module" }\n')
  for (const path of withImports(join(DIST, AGENT))) add(`dist/${path.slice(DIST.length + 1)}`, readFileSync(path))
  const { resolve } = createRequire(import.meta.url)
  const koffi = dirname(resolve('koffi'))
  const native = dirname(createRequire(resolve('koffi')).resolve('@koromix/koffi-linux-x64'))
  for (const path of filesBelow(koffi))
    if (/^(?!doc|vendor).*\.(c?js|json)$/.test(path)) add(`node_modules/koffi/${path}`, readFileSync(join(koffi, path)))
  for (const path of ['package.json', 'index.js', 'linux_x64/koffi.node'])
    add(`node_modules/@koromix/koffi-linux-x64/${path}`, readFileSync(join(native, path)))
  return files
}

/** Which our own files are: changes with any of them. */
export function fingerprint(): string {
  const hash = createHash('sha256').update(BOOT)
  for (const [path, { bytes }] of ownFiles()) hash.update(`\0${path}\0${bytes.length}\0`).update(bytes)
  return hash.digest('hex')
}

/** Writes it as a compressed cpio archive (newc, as the kernel reads it: Documentation/driver-api/early-userspace). */
export function makeInitramfs(files: ImageFiles): void {
  const boot = join(files.folder, 'boot')
  const entries = new Map<string, { bytes: Uint8Array; isProgram: boolean }>()
  entries.set('/init', { bytes: Buffer.from(BOOT), isProgram: true })
  for (const path of filesBelow(boot))
    entries.set(`/${path}`, { bytes: readFileSync(join(boot, path)), isProgram: path === 'busybox' })
  for (const [path, file] of ownFiles()) entries.set(path, file)
  const folders = ['/proc', '/sys', '/dev', '/disk', '/layer', '/root']
  writeFileSync(files.initramfs, gzipSync(archive(entries, folders), { level: 1 }))
}

/** A compiled file and all that it imports by relative paths, and so on. */
function withImports(entry: string): Set<string> {
  const found = new Set([entry])
  for (const path of found)
    for (const [, name = ''] of readFileSync(path, 'utf8').matchAll(/(?:\bfrom |\bimport ?\(?|^ {4})'(\.[^']*\.js)'/gm))
      found.add(join(dirname(path), name))
  return found
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()
}
