import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { Dealer } from 'zeromq'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startKernel, type KernelClient } from '../../src/kernel/index.js'
import { addressOf, createSigner, encode, readConnection } from '../../src/kernel/wire/index.js'

let kernel: KernelClient
let shell: Dealer
let connection: ReturnType<typeof readConnection>
beforeAll(async () => {
  kernel = await startKernel({ cwd: tmpdir() })
  const [file = ''] = readFileSync(`/proc/${kernel.pid}/cmdline`, 'utf8')
    .split('\0')
    .filter((word) => word.endsWith('.json'))
  connection = readConnection(file)
  shell = new Dealer({ linger: 0 })
  shell.connect(addressOf(connection, 'shell'))
  await kernel.execute('let ran = 0')
})
afterAll(async () => {
  shell.close()
  await kernel.shutdown()
})

function frames(key: string, code = 'ran = 1', header: object = {}): Buffer[] {
  const whole = {
    identities: [],
    header: {
      msg_id: String(Math.random()),
      msg_type: 'execute_request',
      session: 's',
      username: 'mallory',
      date: new Date().toISOString(),
      version: '5.4',
      ...header,
    },
    parent: undefined,
    metadata: {},
    content: { code, silent: false },
    buffers: [],
  }
  return encode(whole, createSigner(key, 'hmac-sha256')).map((frame) => Buffer.from(frame))
}

/** Nothing of what was sent before has run, and a valid request is answered. */
async function expectUnharmed(ran = '0'): Promise<void> {
  const { outputs } = await kernel.execute('ran')
  expect(outputs).toMatchObject([{ output_type: 'execute_result', data: { 'text/plain': ran } }])
}

test('a request signed with another key does not run', async () => {
  await shell.send(frames('another key'))
  await expectUnharmed()
})

test('an unsigned request does not run', async () => {
  await shell.send(frames(''))
  await expectUnharmed()
})

test('a genuine request that is sent again does not run again', async () => {
  const recorded = frames(connection.key, 'ran += 10')
  await shell.send(recorded)
  await shell.receive()
  await expectUnharmed('10')
  await shell.send(recorded)
  await kernel.execute('ran -= 10')
  await expectUnharmed('0')
})

test.each([
  ['a wrong delimiter', (sent: Buffer[]) => [Buffer.from('<IDS|MSH>'), ...sent.slice(1)]],
  ['no delimiter', (sent: Buffer[]) => sent.slice(1)],
  ['frames missing', (sent: Buffer[]) => sent.slice(0, 3)],
  ['only a delimiter', (sent: Buffer[]) => sent.slice(0, 1)],
  ['another content', (sent: Buffer[]) => [...sent.slice(0, -1), Buffer.from('{"code":"ran = 2"}')]],
])('a request with %s does not run', async (_, spoil) => {
  await shell.send(spoil(frames(connection.key)))
  await expectUnharmed()
})

test('genuine requests of another protocol, or without what they need, do not run', async () => {
  await shell.send(frames(connection.key, 'ran = 3', { version: '4.1' }))
  await shell.send(frames(connection.key, 'ran = 3', { msg_id: 7 }))
  await shell.send(frames(connection.key, 5 as never))
  await expectUnharmed()
})

test('random frames on every socket do no harm', async () => {
  for (const name of ['shell', 'control', 'stdin', 'heartbeat'] as const) {
    const socket = new Dealer({ linger: 100 })
    socket.connect(addressOf(connection, name))
    for (let n = 0; n < 300; n++) {
      const parts = Array.from({ length: 1 + (n % 7) }, () =>
        Buffer.from(crypto.getRandomValues(new Uint8Array(n % 50))),
      )
      if (n % 3 === 0) parts.splice(1, 0, Buffer.from('<IDS|MSG>'))
      await socket.send(parts)
    }
    socket.close()
  }
  await expectUnharmed()
})

test('a message of 64 MiB that is not signed does no harm', async () => {
  await shell.send([Buffer.from('<IDS|MSG>'), ...Array.from({ length: 5 }, () => Buffer.alloc(13 * 1024 * 1024, '{'))])
  await expectUnharmed()
})
