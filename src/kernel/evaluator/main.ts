/** The evaluator's process: runs cells for the sockets' process, which is its parent. */
import { registerComms } from '../../display/index.js'
import { CellContext } from './cell-context.js'
import { captureStandardStreams } from './console.js'
import { CommHub } from './comms.js'
import { markVariable, ownVariables, pack, type Request } from './contract.js'
import { openLanguage } from './language.js'
import { Notebook } from './notebook.js'
import { Outlet } from './outlet.js'
import { widenResolution } from './packages.js'
import { createPrelude } from './prelude.js'
import { Pulse } from './pulse.js'
import { isError, read, textOf } from './reading.js'

// Between cells a SIGINT has nothing to stop; without a listener it would end the process.
process.on('SIGINT', () => undefined)
process.on('disconnect', () => process.exit(0))

const context = new CellContext()
const outlet = new Outlet(process.env[markVariable] ?? '', context)
for (const name of [markVariable, ...(process.env[ownVariables]?.split(' ') ?? []), ownVariables])
  delete process.env[name]
captureStandardStreams(outlet)
widenResolution(process.cwd())

const comms = new CommHub(
  context,
  (event) => outlet.output({ cell: outlet.cell, kind: 'comm', event: pack(event) }),
  (thrown) => notebook.reportStray(thrown),
)
registerComms(comms)

const pulse = new Pulse()
let mayAsk = false
const prelude = createPrelude(outlet, () => mayAsk)
const language = openLanguage(process.cwd(), prelude, (isSo) => pulse.setCompiling(isSo))
const notebook: Notebook = new Notebook(language, outlet, comms, process.cwd())

process.on('unhandledRejection', (reason, promise) => notebook.reportStray(reason, context.ownerOf(promise)))
process.on('uncaughtException', (error) => {
  notebook.reportStray(error)
  context.reset()
})
process.on('message', (request: Request) => {
  context.reset()
  if (request.kind === 'execute') {
    mayAsk = request.allowStdin
    pulse.begin(request.code)
  }
  if (request.kind === 'comm') pulse.watch()
  void context
    .run(request.kind === 'execute' ? request.cell : undefined, () => notebook.handle(request))
    .then((value) => outlet.frame({ kind: 'reply', id: request.id, value }))
    .catch((error: unknown) => outlet.frame({ kind: 'refusal', id: request.id, reason: reasonOf(error) }))
    .finally(() => {
      if (request.kind === 'execute') pulse.end()
    })
})
outlet.frame({ kind: 'ready' })

function reasonOf(error: unknown): string {
  const stack = isError(error) ? read(error, 'stack') : undefined
  return typeof stack === 'string' ? stack : textOf(error)
}
