import { startServer } from './server.mjs'

/**
 * Runs JupyterLab until it is stopped by a signal, or ends by itself, which is a failure. Options as `startServer` has
 * them; without `showsToken` the address is printed without it.
 */
export async function serve({ showsToken = true, ...options }) {
  const began = performance.now()
  const server = startServer(options)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => server.stop())

  const url = await server.ready
  if (url) {
    const shown = showsToken ? url : url.replace(/\?.*/, '')
    console.log(`JupyterLab answers after ${((performance.now() - began) / 1000).toFixed(1)} s:\n\n    ${shown}\n`)
    console.log(
      showsToken
        ? 'Open that address in a browser on this machine. Ctrl+C here ends everything.'
        : 'It asks for a token, which is not for a log: `docker exec CONTAINER vethbook-address` prints the whole address.',
    )
  }
  const { wasStopped, code, log } = await server.ended
  if (wasStopped) {
    console.log('\nEnded: the server, its kernels and their sandboxes.')
    return
  }
  console.error(`\nJupyterLab ended by itself (${code}). Its last lines, from ${log.path}:\n${log.tail()}`)
  process.exitCode = 1
}
