/** The container's command, on a network of its own: who is let in. */
import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, it } from 'vitest'

const START = fileURLToPath(new URL('../../scripts/container/start.mjs', import.meta.url))
let home: string
let server: ChildProcess
let printed: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'vethbook-token-'))
})
afterEach(async () => {
  if (server.exitCode === null) {
    const ended = once(server, 'exit')
    server.kill('SIGTERM')
    await ended
  }
  rmSync(home, { recursive: true })
})

function start(options: readonly string[], environment: Record<string, string> = {}): void {
  const command = ['--net', 'sh', '-c', 'ip link set lo up; exec "$@"', 'sh', process.execPath, START, ...options]
  const { JUPYTER_TOKEN: _, ...own } = process.env
  printed = ''
  server = spawn('unshare', command, { env: { ...own, HOME: home, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] })
  for (const stream of [server.stdout, server.stderr]) stream?.on('data', (text) => (printed += String(text)))
}

/** The status of what needs to be let in, asked for in the network of the server; 000 while nobody answers. */
async function status(): Promise<string> {
  const curl = ['curl', '-s', '-o', '/dev/null', '-w', '%{http_code}', 'http://127.0.0.1:8888/api/contents']
  try {
    return (await promisify(execFile)('nsenter', ['--net', '--target', String(server.pid), ...curl])).stdout
  } catch (error) {
    // curl's own code where it is not answered.
    return (error as { stdout: string }).stdout
  }
}

it.each([{}, { JUPYTER_TOKEN: '' }])(
  'by default, and with an empty token (%o), nobody without the token',
  async (set) => {
    start([], set)
    await expect.poll(status, { timeout: 120_000 }).toBe('403')
    await expect.poll(() => printed, { timeout: 60_000 }).toContain('vethbook-address')
    expect(printed).not.toMatch(/token=/)
  },
)

it('everybody where a long option says so, and then the log does, too', async () => {
  start(['--let-everyone-in-without-a-token'])
  await expect.poll(status, { timeout: 120_000 }).toBe('200')
  expect(printed).toContain('Without a token: whoever reaches this port runs commands in this container.')
})

it('there is no short option for it', async () => {
  start(['-l'])
  await once(server, 'exit')
  expect(server.exitCode).toBe(1)
  expect(printed).toContain("Unknown option '-l'")
})
