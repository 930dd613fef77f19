/** The evaluator's process: runs cells for the sockets' process, which is its parent. */
import { Worker } from 'node:worker_threads'
import { captureStandardStreams } from './console.js'
import { markVariable, type Request } from './contract.js'
import { openLanguage } from './language.js'
import { Notebook } from './notebook.js'
import { Outlet } from './outlet.js'
import { resolveOwnPackage } from './packages.js'
import { createPrelude } from './prelude.js'

// Between cells a SIGINT has nothing to stop; without a listener it would end the process.
process.on('SIGINT', () => undefined)
process.on('disconnect', () => process.exit(0))

const outlet = new Outlet(process.env[markVariable] ?? '')
delete process.env[markVariable]
captureStandardStreams(outlet, () => outlet.cell)
resolveOwnPackage()

/** 1 while the compiler works: breaking it off would leave it broken. */
const compiling = new Int32Array(new SharedArrayBuffer(4))
let watcher: Worker | undefined
function startWatcher(): void {
  watcher ??= new Worker(new URL('./watcher.js', import.meta.url), { workerData: compiling })
  watcher.unref()
}

let mayAsk = false
const prelude = createPrelude(outlet, () => mayAsk)
const language = openLanguage(process.cwd(), prelude, (isSo) => void Atomics.store(compiling, 0, isSo ? 1 : 0))
const notebook = new Notebook(language, outlet, process.cwd())

process.on('unhandledRejection', (reason) => notebook.reportStray(reason))
process.on('uncaughtException', (error) => notebook.reportStray(error))
process.on('message', (request: Request) => {
  if (request.kind === 'execute') {
    mayAsk = request.allowStdin
    // It takes some milliseconds, so only where code may go on after the cell's first stretch.
    if (/\b(await|async|then|set[A-Z]|on\()/.test(request.code)) startWatcher()
  }
  void notebook.handle(request).then((value) => outlet.frame({ kind: 'reply', id: request.id, value }))
})
outlet.frame({ kind: 'ready' })
