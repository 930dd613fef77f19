/**
 * Labs of this user in an emulator or a container: nothing of theirs need be seen on this machine, so they are found by the
 * program that their owner started.
 */
import { basename } from 'node:path'
import { INSIDE } from './container/options.js'
import { EMULATOR } from './qemu/emulator.js'
import { ownProcesses } from './running.js'

export interface EnclosedLab {
  /** As it was opened: `lab`. */
  name: string
  /** The process that it belongs to: a notebook's evaluator, a script. */
  owner: number
  inside: 'an emulator' | 'a container'
}

/** Each once, though another machine may stand by for a reset. */
export function findEnclosedLabs(): EnclosedLab[] {
  const found = new Map<string, EnclosedLab>()
  for (const { parent: owner, command } of ownProcesses()) {
    const lab = emulated(command) ?? contained(command)
    if (lab !== null) found.set(`${owner} ${lab.name}`, { ...lab, owner })
  }
  return [...found.values()]
}

type Lab = Omit<EnclosedLab, 'owner'>

/** By the title that `startMachine` gives it: `vethbook NAME FOLDER`. */
function emulated(command: readonly string[]): Lab | null {
  if (command[0] !== EMULATOR) return null
  const name = /^vethbook (\S+) /.exec(command[command.indexOf('-name') + 1] ?? '')?.[1]
  return name === undefined ? null : { name, inside: 'an emulator' }
}

/** By the words after our own program in it: the protocol, the name, the folder. */
function contained([program = '', ...words]: readonly string[]): Lab | null {
  const name = words[words.indexOf(INSIDE) + 2]
  if (!/^(docker|podman|nerdctl)$/.test(basename(program)) || !words.includes(INSIDE) || name === undefined) return null
  return { name, inside: 'a container' }
}
