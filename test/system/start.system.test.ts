import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import { eventually, processesWith } from '../support/processes.js'

const root = fileURLToPath(new URL('../..', import.meta.url))

interface Started {
  child: ChildProcess
  /** Everything printed so far. */
  output(): string
  /** The address printed. */
  url: URL
  mark: string
}

const started: Started[] = []

/** `npm start`, in a process group of its own as a terminal gives it, until it has printed its address. */
async function npmStart(): Promise<Started> {
  const mark = `VETHBOOK_START_TEST=${randomUUID()}`
  const [name, value] = mark.split('=') as [string, string]
  const child = spawn('npm', ['start'], { cwd: root, detached: true, env: { ...process.env, [name]: value } })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()))
  const url = await eventually(() => /http:\S+token=\w+/.exec(text)?.[0], { withinMs: 60_000 })
  const result = { child, output: () => text, url: new URL(url ?? `nothing://printed/${text}`), mark }
  started.push(result)
  return result
}

/** What a terminal does on Ctrl+C. */
async function pressCtrlC({ child }: Started): Promise<void> {
  const exit = once(child, 'exit')
  process.kill(-child.pid!, 'SIGINT')
  await exit
}

afterEach(async () => {
  for (const each of started.splice(0)) {
    if (each.child.exitCode === null && each.child.signalCode === null) await pressCtrlC(each)
  }
})

function ask({ url }: Started, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { authorization: `token ${url.searchParams.get('token')}`, 'content-type': 'application/json' }
  return fetch(new URL(path, url.origin), { ...init, headers })
}

describe('npm start', () => {
  test('serves the lessons with our kernel to whoever has the token, and to nobody else', async () => {
    const server = await npmStart()
    expect(server.output()).toContain('Setup: nothing to do')
    expect(server.url.pathname).toBe('/lab/tree/00-start-here.ipynb')
    expect((await ask(server, server.url.pathname)).status).toBe(200)
    expect((await ask(server, '/api/contents/00-start-here.ipynb')).status).toBe(200)
    const specs = (await (await ask(server, '/api/kernelspecs')).json()) as { default: string; kernelspecs: object }
    expect(specs.default).toBe('vethbook')
    expect(Object.keys(specs.kernelspecs)).toContain('vethbook')
    expect((await fetch(new URL('/api/contents', server.url.origin))).status).toBe(403)
  })

  test('listens on loopback only', async () => {
    const { url } = await npmStart()
    const { stdout } = spawnSync('ss', ['-Hltn', `sport = :${url.port}`], { encoding: 'utf8' })
    expect(stdout).toContain(`127.0.0.1:${url.port}`)
    expect(stdout.trim().split('\n')).toHaveLength(1)
  })

  test('takes another port where the usual one is taken', async () => {
    const holder = createServer()
    const isOurs = await new Promise<boolean>((resolve) => {
      holder.once('error', () => resolve(false)) // somebody holds it already: as good
      holder.listen(8888, '127.0.0.1', () => resolve(true))
    })
    const server = await npmStart()
    expect(Number(server.url.port)).toBeGreaterThan(8888)
    expect((await ask(server, '/api/status')).status).toBe(200)
    if (isOurs) holder.close()
  })

  test('ends the server and its kernels on Ctrl+C, without a question', async () => {
    const server = await npmStart()
    const made = await ask(server, '/api/kernels', { method: 'POST', body: JSON.stringify({ name: 'vethbook' }) })
    expect(made.status).toBe(201)
    expect(processesWith(server.mark).some((command) => command.includes('kernel'))).toBe(true)
    await pressCtrlC(server)
    expect(server.output()).toContain('Ended: the server, its kernels and their sandboxes.')
    await eventually(() => (processesWith(server.mark).length === 0 ? true : undefined), { withinMs: 10_000 })
    expect(processesWith(server.mark)).toEqual([])
  })

  test('leaves nothing behind where it is killed itself', async () => {
    const server = await npmStart()
    process.kill(-server.child.pid!, 'SIGKILL')
    await once(server.child, 'exit')
    await eventually(() => (processesWith(server.mark).length === 0 ? true : undefined), { withinMs: 10_000 })
    expect(processesWith(server.mark)).toEqual([])
  })
})
