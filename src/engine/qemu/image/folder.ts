/** Where the emulator's image is: what `vethbook emulator` makes, and each start reads. */
import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const PACKAGE = fileURLToPath(new URL('../../../..', import.meta.url))

/** Beside the package where that is ours, as in a checkout or an image; else in the user's cache. */
const PLACES = [
  join(PACKAGE, '.cache/emulator'),
  join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'vethbook/emulator'),
]

export interface ImageFiles {
  folder: string
  kernel: string
  /** Debian, the kernel's modules and Node: read-only, erofs. */
  disk: string
  initramfs: string
  /** The guest's memory and devices as they were when it waited for its first lab. */
  state: string
  /** Tells of what it was made (`Manifest`), and is written last. */
  manifest: string
}

export interface Manifest {
  /** Of our own part of it. */
  ours: string
  /** `qemu-system-x86_64 --version` of the state: another one may not be able to read it. */
  emulator: string
  /** The Debian packages with their versions. */
  packages: string[]
}

export const imageFiles = (folder: string): ImageFiles => ({
  folder,
  kernel: join(folder, 'vmlinuz'),
  disk: join(folder, 'disk.erofs'),
  initramfs: join(folder, 'initramfs'),
  state: join(folder, 'state'),
  manifest: join(folder, 'manifest.json'),
})

/** The image that is there, or null. */
export function findImage(): ImageFiles | null {
  const folder = PLACES.find((place) => existsSync(imageFiles(place).manifest))
  return folder === undefined ? null : imageFiles(folder)
}

/** Where one is to be made. */
export function imagePlace(): ImageFiles {
  const [own, ofUser] = PLACES as [string, string]
  return imageFiles(isWritable(PACKAGE) ? own : ofUser)
}

export function readManifest(files: ImageFiles): Manifest | null {
  if (!existsSync(files.manifest)) return null
  return JSON.parse(readFileSync(files.manifest, 'utf8')) as Manifest
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    // The question was whether it can be written.
    return false
  }
}
