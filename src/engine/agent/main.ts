/**
 * The agent: our process inside a sandbox. It runs commands for its owner and ends at the end of its owner's socket, and
 * the sandbox with it. Its start-up is a hot path: it imports little, and loads koffi only after it has said it is ready.
 */
import { Socket } from 'node:net'
import { createDecoder, encode, type Reply, type Request } from './protocol.js'
import { furnish } from './furnish.js'
import { createLearnerShell, type LearnerShell } from './shell.js'
import type { NetlinkRequest, NetlinkService } from './netlink/service.js'
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
let shell: LearnerShell | undefined
const shellOf = (): LearnerShell => (shell ??= createLearnerShell(say))

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
    case 'applyOperations':
      void answer(request)
      return
    case 'openShell':
      shellOf().open(request.id)
      return
    case 'run':
      shellOf().run(request.id, request.body)
      return
    case 'interrupt':
      shellOf().interrupt(request.id)
      return
    case 'stop':
      shellOf().stop(request.id)
  }
}

/** What fails is told to who asked. */
async function answer(request: NetlinkRequest): Promise<void> {
  const stopping = new AbortController()
  kills.set(request.id, () => stopping.abort())
  try {
    const service = await netlinkOf()
    await service.handle(request, stopping.signal)
  } catch (error) {
    say({ kind: 'failed', id: request.id, body: { message: error instanceof Error ? error.message : String(error) } })
  } finally {
    kills.delete(request.id)
  }
}

owner.on(
  'data',
  createDecoder<Request>((request) => {
    try {
      handle(request)
    } catch (error) {
      say({ kind: 'failed', id: request.id, body: { message: error instanceof Error ? error.message : String(error) } })
    }
  }),
)

furnish(process.env['VB_NAME'] ?? 'lab')
// What the set-up was told is no business of the commands that run here.
for (const name of Object.keys(process.env)) if (name.startsWith('VB_')) delete process.env[name]
say({ kind: 'ready', id: 0, body: {} })
// Loaded while the owner is still taking note, not while a learner waits for the first shell.
setImmediate(() => {
  libc()
  void netlinkOf().then(
    () => say({ kind: 'netlinkUp', id: 0, body: {} }),
    () => {
      // Told to who asks for it; nobody has to.
    },
  )
})
