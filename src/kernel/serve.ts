import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { EvaluatorHost } from './evaluator/host.js'
import type { Spawned } from './evaluator/spawn.js'
import { History, historyFolder, openArchive } from './history/index.js'
import { Kernel, kernelInfo, outputLimitOf, protocolVersion, type KernelPorts } from './routing/index.js'
import { readConnection } from './wire/index.js'
import { openSockets } from './wire/sockets.js'

const require = createRequire(import.meta.url)

export interface ServeOptions {
  connectionFile: string
  /** Without, what runs is forgotten at the end: a notebook that is executed by a program is nothing that somebody typed. */
  keepsHistory: boolean
  /** An evaluator that is waking already. */
  evaluator: Spawned | undefined
  log: (line: string) => void
}

/**
 * Opens the kernel's sockets and answers what comes there.
 *
 * @throws Error if the connection file cannot be read or a socket not be bound
 */
export async function serve({ connectionFile, keepsHistory, evaluator: first, log }: ServeOptions): Promise<void> {
  const connection = readConnection(connectionFile)
  const session = randomUUID()
  let messages = 0

  let onOutput: Parameters<KernelPorts['createEvaluator']>[0] = () => undefined
  const evaluator = new EvaluatorHost((output) => onOutput(output), log, first)

  // What arrives before the kernel is there waits for it.
  const inbox: ((kernel: Kernel) => void)[] = []
  let deliver = (letter: (kernel: Kernel) => void): void => void inbox.push(letter)
  const sockets = await openSockets(
    connection,
    (channel, message) => deliver((kernel) => kernel.receive(channel, message)),
    (topic) => deliver((kernel) => kernel.welcome(topic)),
    log,
  )
  const kernel = new Kernel({
    info: kernelInfo(versionIn('../../package.json'), versionIn(require.resolve('typescript/package.json'))),
    outputLimitBytes: outputLimitOf(process.env),
    history: new History(keepsHistory ? openArchive(historyFolder(), log) : undefined),
    createEvaluator(listener) {
      onOutput = listener
      return evaluator
    },
    send(channel, { type, ...rest }) {
      const header = {
        msg_id: `${session}_${++messages}`,
        msg_type: type,
        session,
        username: 'kernel',
        date: new Date().toISOString(),
        version: protocolVersion,
      }
      sockets.send(channel, { header, buffers: [], ...rest })
    },
    exit: () => void sockets.close().then(() => process.exit(0)),
  })
  deliver = (letter) => letter(kernel)
  for (const letter of inbox) letter(kernel)

  endWithParent()
  process.on('SIGINT', () => void kernel.interrupt())
  process.on('SIGTERM', () => process.exit(143))
}

function versionIn(packageFile: string): string {
  const { version } = JSON.parse(readFileSync(new URL(packageFile, import.meta.url), 'utf8')) as { version: string }
  return version
}

/** Jupyter names itself as the parent: a server that was killed must not leave its kernels behind. */
function endWithParent(): void {
  const parent = Number(process.env['JPY_PARENT_PID'])
  if (parent !== process.ppid) return
  const checkEveryMs = 1_000
  setInterval(() => {
    if (process.ppid !== parent) process.exit(1)
  }, checkEveryMs).unref()
}
