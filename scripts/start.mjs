/**
 * `npm start`: setup, then JupyterLab on the lessons. Prints the address with its token; Ctrl+C ends the server, its
 * kernels and their sandboxes at once.
 */
import { startServer } from './jupyterlab/server.mjs'
import { setup } from './setup.mjs'

await setup({ tests: false })
const began = performance.now()
const server = startServer()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => server.stop())

const url = await server.ready
if (url) {
  console.log(`JupyterLab answers after ${((performance.now() - began) / 1000).toFixed(1)} s:\n\n    ${url}\n`)
  console.log('Open that address in a browser on this machine. Ctrl+C here ends everything.')
}
const { wasStopped, code, log } = await server.ended
if (wasStopped) {
  console.log('\nEnded: the server, its kernels and their sandboxes.')
} else {
  console.error(`\nJupyterLab ended by itself (${code}). Its last lines, from ${log.path}:\n${log.tail()}`)
  process.exitCode = 1
}
