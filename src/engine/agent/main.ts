/**
 * The agent: our process inside a sandbox. It runs commands for its owner and ends at the end of its owner's socket, and
 * the sandbox with it. Its start-up is a hot path: it imports little, and loads koffi only after it has said it is ready.
 */
import { watch } from 'node:fs'
import { Socket } from 'node:net'
import { VISITED } from '../paths.js'
import { createDecoder, encode, type Reply, type Request } from './protocol.js'
import { furnish } from './furnish.js'
import { createLearnerShell, type LearnerShell } from './shell.js'
import { endMachine, makeMachine, type Premises } from './nodes/make.js'
import { FIRST, type Machine, machineOf, machines } from './nodes/machine.js'
import type { NetlinkService } from './netlink/service.js'
import { startProcess } from './spawn.js'
import { libc } from './terminal.js'

const OWNER_FD = 3

const owner = new Socket({ fd: OWNER_FD, readable: true, writable: true })
const say = (reply: Reply): void => {
  owner.write(encode(reply))
}
// Nothing outlives its owner: the end of this process ends the PID namespace.
for (const end of ['end', 'error', 'close'] as const) owner.on(end, () => process.exit(0))

const kills = new Map<number, () => void>()
const shells = new Map<Machine, LearnerShell>()
function shellOf(node: string | null): LearnerShell {
  const machine = machineOf(node)
  const shell = shells.get(machine) ?? createLearnerShell(machine, say)
  shells.set(machine, shell)
  return shell
}

/** Tells when somebody works in a shell of their own on this machine. */
function noteVisits(machine: Machine): () => void {
  try {
    const watcher = watch(`${machine.files}${VISITED}`, () => say({ kind: 'visited', id: 0, body: {} }))
    return () => watcher.close()
  } catch (error) {
    // The user has no more of them, by fs.inotify's limits: what is done there is seen with the next command of a cell.
    if (['ENOSPC', 'EMFILE'].includes((error as NodeJS.ErrnoException).code ?? '')) return () => undefined
    throw error
  }
}

async function addNode({ id, body: { name } }: Extract<Request, { kind: 'addNode' }>): Promise<void> {
  const machine = await makeMachine(name, premises, (reason) => {
    shells.delete(machine)
    ignoreVisits()
    say({ kind: 'nodeEnded', id: 0, body: { name, reason } })
  })
  const ignoreVisits = noteVisits(machine)
  say({ kind: 'done', id, body: { pid: machine.pid } })
}

async function endNode({ id, body: { name } }: Extract<Request, { kind: 'endNode' }>): Promise<void> {
  const machine = machines.get(name)
  if (machine !== undefined) await endMachine(machine)
  say({ kind: 'done', id, body: null })
}

function fail(id: number, error: unknown): void {
  say({ kind: 'failed', id, body: { message: error instanceof Error ? error.message : String(error) } })
}

let netlink: Promise<NetlinkService> | undefined
const netlinkOf = (): Promise<NetlinkService> =>
  (netlink ??= import('./netlink/service.js').then(({ createNetlinkService }) => createNetlinkService(owner, say)))

function handle(request: Request): void {
  switch (request.kind) {
    case 'spawn':
      kills.set(
        request.id,
        startProcess(request.id, request.body, (reply) => {
          if (reply.kind === 'done') kills.delete(request.id)
          say(reply)
        }),
      )
      return
    case 'kill':
      kills.get(request.id)?.()
      return
    case 'readNetwork':
    case 'rehearse':
    case 'applyOperations':
    case 'watchNetwork':
    case 'drainWatch':
      void answer(request, async (stop) => (await netlinkOf()).handle(request, stop))
      return
    case 'captureFrames':
      void answer(request, async (stop) => {
        const { capture } = await import('./capture/service.js')
        await capture(request.id, request.body, stop, say)
      })
      return
    case 'openShell':
      shellOf(request.body.node).open(request.id)
      return
    case 'run':
      shellOf(request.body.node).run(request.id, request.body)
      return
    case 'interrupt':
      for (const shell of shells.values()) shell.interrupt(request.id)
      return
    case 'stop':
      for (const shell of shells.values()) shell.stop(request.id)
      return
    case 'addNode':
      addNode(request).catch((error: unknown) => fail(request.id, error))
      return
    case 'endNode':
      endNode(request).catch((error: unknown) => fail(request.id, error))
  }
}

/** What fails is told to who asked. */
async function answer({ id }: Request, act: (stop: AbortSignal) => Promise<void>): Promise<void> {
  const stopping = new AbortController()
  kills.set(id, () => stopping.abort())
  try {
    await act(stopping.signal)
  } catch (error) {
    fail(id, error)
  } finally {
    kills.delete(id)
  }
}

owner.on(
  'data',
  createDecoder<Request>((request) => {
    try {
      handle(request)
    } catch (error) {
      fail(request.id, error)
    }
  }),
)

furnish(process.env['VB_NAME'] ?? 'lab')
const premises: Premises = {
  directory: process.cwd(),
  isRoot: process.env['VB_ROOT'] === 'yes',
  isSysReadOnly: process.env['VB_SYS'] === 'ro',
  back: process.env['VB_BACK'] ?? '',
}
// What the set-up was told is no business of the commands that run here.
for (const name of Object.keys(process.env)) if (name.startsWith('VB_')) delete process.env[name]
say({ kind: 'ready', id: 0, body: {} })
// Loaded while the owner is still taking note, not while a learner waits for the first shell.
setImmediate(() => {
  libc()
  noteVisits(FIRST)
  void netlinkOf().then(
    () => say({ kind: 'netlinkUp', id: 0, body: {} }),
    () => {
      // Told to who asks for it; nobody has to.
    },
  )
})
