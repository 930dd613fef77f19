/** The container's command: JupyterLab on every address of the container, of which `docker run -p` publishes one port. */
import { serve } from './jupyterlab/serve.mjs'

await serve({ ip: '0.0.0.0' })
