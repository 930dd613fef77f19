/** One emulated machine: its process, and the ports by which it is told of. */
import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import type { Socket } from 'node:net'
import { searchPath } from '../facts.js'
import type { Sandbox } from '../launch.js'
import { EMULATOR } from './emulator.js'
import type { ImageFiles } from './image/folder.js'

export interface Machine extends Sandbox {
  /** To the guest's process 1: what only its root may do. */
  readonly root: Socket
  /** The emulator's own commands (QMP); only where they were asked for. */
  readonly monitor: Socket | null
}

export interface MachineOptions {
  /** Told in the list of processes. */
  title: string
  /** Goes on from the image's saved state instead of a boot. */
  isRestored: boolean
  /** Opens the monitor, and lets the emulator start the process that takes its state. */
  isSaved?: boolean
}

const MEMORY_MIB = 256
/** Of translated code, in MiB: the default grows to a gigabyte. */
const CODE_MIB = 64
const FDS = { agent: 3, root: 4, monitor: 5, state: 6 } as const
/** Of what it said on its console and on stderr, the last so many characters are kept. */
const COMPLAINT_LENGTH = 4000

/** Dies with the thread of its owner that started it, whatever that dies of. */
export function startMachine(files: ImageFiles, options: MachineOptions): Machine {
  const { title, isRestored, isSaved = false } = options
  const state = isRestored ? openSync(files.state, 'r') : 'ignore'
  const port = (name: string, fd: number, number: number): string[] => [
    ...['-chardev', `socket,id=${name},fd=${fd}`],
    ...['-device', `virtserialport,chardev=${name},nr=${number},name=vethbook.${name}`],
  ]
  const sandbox = `on,obsolete=deny,elevateprivileges=deny,spawn=${isSaved ? 'allow' : 'deny'},resourcecontrol=deny`
  const words = [
    ...['-name', title.replaceAll(',', ',,')],
    // Never KVM: a state that was saved without it does not go on under it, and who has /dev/kvm has namespaces, too.
    ...['-machine', 'q35', '-accel', `tcg,tb-size=${CODE_MIB}`, '-cpu', 'max', '-smp', '1', '-m', String(MEMORY_MIB)],
    ...['-display', 'none', '-nodefaults', '-no-user-config', '-no-reboot', '-sandbox', sandbox],
    ...['-kernel', files.kernel, '-initrd', files.initramfs],
    // On a machine with much to do the kernel would find its timer too slow, and give up.
    ...['-append', 'console=ttyS0 quiet loglevel=3 panic=-1 mitigations=off no_timer_check'],
    ...['-drive', `file=${files.disk.replaceAll(',', ',,')},format=raw,if=virtio,readonly=on`],
    ...['-serial', 'stdio', '-device', 'virtio-serial', ...port('agent', FDS.agent, 1), ...port('root', FDS.root, 2)],
    ...(isSaved ? ['-chardev', `socket,id=monitor,fd=${FDS.monitor}`, '-mon', 'chardev=monitor,mode=control'] : []),
    ...(isRestored ? ['-incoming', `fd:${FDS.state}`] : []),
  ]
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', EMULATOR, ...words], {
    cwd: files.folder,
    env: { PATH: searchPath().join(':') },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe', isSaved ? 'pipe' : 'ignore', state],
  })
  if (typeof state === 'number') closeSync(state)
  return follow(child, isSaved)
}

function follow(child: ChildProcess, isSaved: boolean): Machine {
  let complaint = ''
  for (const stream of [child.stdout, child.stderr] as Socket[]) {
    stream.on('data', (bytes: Buffer) => (complaint = (complaint + bytes.toString()).slice(-COMPLAINT_LENGTH)))
    // Read as it comes, but nobody waits for it.
    stream.unref()
  }
  const [socket, root, monitor] = [FDS.agent, FDS.root, FDS.monitor].map(
    (fd) => (child.stdio as unknown[])[fd],
  ) as Socket[]
  child.once('error', (error) => (complaint = error.message))
  for (const port of [socket, root, monitor])
    port?.on('error', () => {
      // The emulator has ended: its process tells it.
    })
  // There is nothing in it to be saved: who lets go of the agent ends the machine.
  socket?.once('close', () => child.kill('SIGKILL'))
  return {
    process: child,
    socket: socket as Socket,
    root: root as Socket,
    monitor: isSaved ? (monitor as Socket) : null,
    complaint: () => complaint,
  }
}
