/** The evaluator's process: runs cells for the sockets' process, which is its parent. */
import { markVariable, type Request } from './contract.js'
import { captureStandardStreams } from './console.js'
import { Notebook } from './notebook.js'
import { Outlet } from './outlet.js'
import { openLanguage } from './language.js'
import { resolveOwnPackage } from './packages.js'

const word = process.env[markVariable] ?? ''
delete process.env[markVariable]
const outlet = new Outlet(word)
captureStandardStreams(outlet, () => outlet.cell)
resolveOwnPackage()

// Between cells a SIGINT has nothing to stop; without a listener it would end the process.
process.on('SIGINT', () => undefined)
process.on('disconnect', () => process.exit(0))
process.on('unhandledRejection', (reason) => notebook.reportStray(reason))
process.on('uncaughtException', (error) => notebook.reportStray(error))

const notebook = new Notebook(openLanguage(process.cwd()), outlet, process.cwd())

process.on('message', (request: Request) => {
  void notebook.handle(request).then((value) => outlet.frame({ kind: 'reply', id: request.id, value }))
})
outlet.frame({ kind: 'ready' })
