import { startServer } from './server.mjs'

/** Runs JupyterLab until it is stopped by a signal, or ends by itself, which is a failure. */
export async function serve(options) {
  const began = performance.now()
  const server = startServer(options)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => server.stop())

  const url = await server.ready
  if (url) {
    console.log(`JupyterLab answers after ${((performance.now() - began) / 1000).toFixed(1)} s:\n\n    ${url}\n`)
    console.log('Open that address in a browser on this machine. Ctrl+C here ends everything.')
  }
  const { wasStopped, code, log } = await server.ended
  if (wasStopped) {
    console.log('\nEnded: the server, its kernels and their sandboxes.')
    return
  }
  console.error(`\nJupyterLab ended by itself (${code}). Its last lines, from ${log.path}:\n${log.tail()}`)
  process.exitCode = 1
}
