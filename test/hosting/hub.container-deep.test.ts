import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { done, IMAGE, SECCOMP, statusOf } from '../container/podman.js'

const folder = (name: string): string => fileURLToPath(new URL(`../../hosting/${name}`, import.meta.url))
const HUB_IMAGE = `${IMAGE}-hub`

/** Who answers a learner's server that it is there, and knows nobody. */
const HUB = `require('http').createServer((request, response) => {
  response.setHeader('content-type', 'application/json')
  response.statusCode = request.url.startsWith('/hub/api/user') ? 403 : 200
  response.end(JSON.stringify({ version: '5.5.0' }))
}).listen(8081, '127.0.0.1')`

/** What a hub gives a server of its. */
const ENVIRONMENT = {
  JUPYTERHUB_API_TOKEN: 'of-the-server',
  JUPYTERHUB_API_URL: 'http://127.0.0.1:8081/hub/api',
  JUPYTERHUB_BASE_URL: '/',
  JUPYTERHUB_CLIENT_ID: 'jupyterhub-user-alice',
  JUPYTERHUB_OAUTH_CALLBACK_URL: '/user/alice/oauth_callback',
  JUPYTERHUB_OAUTH_SCOPES: '["access:servers!server=alice/"]',
  JUPYTERHUB_SERVICE_PREFIX: '/user/alice/',
  JUPYTERHUB_SERVICE_URL: 'http://0.0.0.0:8888/user/alice/',
  JUPYTERHUB_USER: 'alice',
}

it("the image of a pod has a hub's server, which lets in only whom the hub knows", async () => {
  const certificates = process.env['NODE_EXTRA_CA_CERTS'] ?? ''
  await done(
    ...['build', '--format', 'docker', '--network', 'host', '--build-arg', `BASE=${IMAGE}`, '--tag', HUB_IMAGE],
    ...(existsSync(certificates) ? ['--secret', `id=ca,src=${certificates}`] : []),
    ...['--file', folder('kubernetes/Dockerfile'), folder('jupyterhub')],
  )
  const environment = Object.entries(ENVIRONMENT).flatMap(([name, value]) => ['--env', `${name}=${value}`])
  const least = ['--security-opt', SECCOMP, '--security-opt', 'unmask=ALL', '--cap-drop', 'ALL']
  // As Kubernetes has it, where hostUsers and allowPrivilegeEscalation are false.
  const users = ['--uidmap', '0:200000:65536', '--gidmap', '0:200000:65536', '--security-opt', 'no-new-privileges']
  const options = ['--network', 'none', '--no-healthcheck', ...least, ...users]
  const command = ['sh', '-c', `node -e "${HUB}" & exec jupyterhub-singleuser`]
  const container = (await done('run', '--detach', ...options, ...environment, HUB_IMAGE, ...command)).trim()
  const answers = (path: string) => statusOf(container, `/user/alice/${path}`)

  expect(await done('exec', container, 'cat', '/proc/self/uid_map')).toMatch(/^ *0 +200000 +65536$/m)
  await expect.poll(() => answers('api'), { timeout: 120_000 }).toBe('200')
  expect(await answers('api/contents')).toBe('403')
  await done('exec', container, 'vethbook', 'run', '/vethbook/notebooks/01-veth-pair.ipynb')
  expect(await done('logs', container)).not.toContain('of-the-server')
  await done('rm', '--force', '--time', '0', container)
})
