/**
 * `npm start`: setup, then JupyterLab on the lessons. Prints the address with its token; Ctrl+C ends the server, its
 * kernels and their sandboxes at once.
 */
import { serve } from './jupyterlab/serve.mjs'
import { setup } from './setup.mjs'

await setup({ tests: false })
await serve({ ip: '127.0.0.1' })
