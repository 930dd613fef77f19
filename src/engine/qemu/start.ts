/** Looks for emulator and image, and starts a guest for a lab. */
import { EngineError, type Node, type NodeOptions, type Probe } from '../contract.js'
import { createNode } from '../node.js'
import { notebookFolder } from '../notebook-folder.js'
import { EMULATOR, emulatorVersion, INSTALL_EMULATOR } from './emulator.js'
import { findImage, type ImageFiles, readManifest } from './image/folder.js'
import { fingerprint } from './image/initramfs.js'
import { startMachine } from './machine.js'
import { booted, tellPremise } from './wake.js'

const BUILD = 'Make it: npx vethbook emulator'

export function probe(): Probe {
  const found = look()
  if ('reason' in found) return { works: false, ...found }
  return {
    works: true,
    detail:
      'A Linux of its own in an emulator; slower than the machine itself, and without the files beside the notebook.',
    missing: [],
  }
}

interface Ready {
  files: ImageFiles
  /** Whether the state that was saved is this emulator's. */
  hasState: boolean
}

let ready: Ready | undefined

/** What works goes on working: it is looked at once. */
function look(): Ready | { reason: string; remedies: string[] } {
  if (ready !== undefined) return ready
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return { reason: `it needs Linux on x86-64, and this is ${process.platform} on ${process.arch}`, remedies: [] }
  const emulator = emulatorVersion()
  if (emulator === null) return { reason: `there is no ${EMULATOR} here`, remedies: [INSTALL_EMULATOR] }
  const files = findImage()
  if (files === null) return { reason: 'the image that it boots has not been made', remedies: [BUILD] }
  const manifest = readManifest(files)
  if (manifest?.ours !== fingerprint())
    return { reason: 'the image that it boots was made by another version of vethbook', remedies: [BUILD] }
  ready = { files, hasState: manifest.emulator === emulator }
  return ready
}

export async function start(options: NodeOptions): Promise<Node> {
  const directory = notebookFolder(options.directory)
  const found = look()
  if ('reason' in found) throw new EngineError(`No emulator can be started: ${found.reason}`, found.remedies)
  const title = `vethbook ${options.name} ${directory}`
  const machine = startMachine(found.files, { title, isRestored: found.hasState })
  if (!found.hasState) await booted(machine)
  await tellPremise(machine, { ...options, directory })
  return Object.assign(await createNode(options.name, machine), { emptyFolder: directory })
}
