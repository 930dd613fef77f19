/** Makes the emulator's image, or what of it is not up to date. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync, renameSync } from 'node:fs'
import { basename, join } from 'node:path'
import { EngineError } from '../../contract.js'
import { EMULATOR, emulatorVersion, INSTALL_EMULATOR } from '../emulator.js'
import { makeDisk } from './disk.js'
import { imagePlace, type ImageFiles, type Manifest, readManifest } from './folder.js'
import { fingerprint, makeInitramfs } from './initramfs.js'
import { fetchPackages } from './packages.js'
import { saveState } from './state.js'

export interface Built {
  folder: string
  /** Whether there was something to do. */
  isNew: boolean
}

/**
 * `tell` is told each step. With `isFresh` the packages are fetched anew; else a disk that is there stays.
 *
 * @throws EngineError naming the program or package that is missing
 */
export async function buildImage(tell: (step: string) => void, { isFresh = false } = {}): Promise<Built> {
  const files = imagePlace()
  const { folder } = files
  mkdirSync(folder, { recursive: true })
  const ours = fingerprint()
  const emulator = emulatorVersion()
  if (emulator === null) throw new EngineError(`There is no ${EMULATOR} here`, [INSTALL_EMULATOR])
  const before = readManifest(files)
  const hasDisk = !isFresh && existsSync(join(folder, 'packages.json'))
  if (hasDisk && before?.ours === ours && before.emulator === emulator) return { folder, isNew: false }

  rmSync(files.manifest, { force: true })
  if (!hasDisk) await newDisk(files, tell)
  tell('the initramfs')
  makeInitramfs(files)
  tell('a first boot, and its state')
  await saveState(files)
  const packages = JSON.parse(readFileSync(join(folder, 'packages.json'), 'utf8')) as string[]
  const manifest: Manifest = { ours, emulator, packages }
  writeFileSync(files.manifest, `${JSON.stringify(manifest, null, 2)}\n`)
  return { folder, isNew: true }
}

async function newDisk(files: ImageFiles, tell: (step: string) => void): Promise<void> {
  const work = mkdtempSync(join(files.folder, 'work-'))
  try {
    tell('packages of Debian')
    const packages = await fetchPackages(work)
    tell('the disk')
    await makeDisk(packages, files, work)
    renameSync(`${files.disk}.new`, files.disk)
    const names = [...packages.system, packages.kernel].map((file) => basename(file, '.deb'))
    writeFileSync(join(files.folder, 'packages.json'), JSON.stringify(names))
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}
