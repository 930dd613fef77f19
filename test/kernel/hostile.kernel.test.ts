import { readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { Dealer } from 'zeromq'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startKernel, type KernelClient } from '../../src/kernel/index.js'
import { addressOf, createSigner, encode, readConnection } from '../../src/kernel/wire/index.js'

let kernel: KernelClient
let shell: Dealer
let connection: ReturnType<typeof readConnection>
let connectionFile: string
beforeAll(async () => {
  kernel = await startKernel({ cwd: tmpdir() })
  const [file = ''] = readFileSync(`/proc/${kernel.pid}/cmdline`, 'utf8')
    .split('\0')
    .filter((word) => word.endsWith('.json'))
  connectionFile = file
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
  expect(await valueOfRan()).toBe(ran)
}

async function valueOfRan(): Promise<unknown> {
  const { outputs } = await kernel.execute('ran')
  return outputs[0]?.output_type === 'execute_result' ? outputs[0].data['text/plain'] : outputs
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

test('the connection file is read once: another key written there later signs nothing', async () => {
  const written = readFileSync(connectionFile, 'utf8')
  writeFileSync(connectionFile, JSON.stringify({ ...JSON.parse(written), key: 'another key' }))
  await shell.send(frames('another key', 'ran = 7'))
  await expectUnharmed()
  writeFileSync(connectionFile, written)
})

test('bytes that are no ZeroMQ at all, on every socket', async () => {
  const random = randomOf(3)
  for (const name of ['shell', 'control', 'stdin', 'heartbeat', 'iopub'] as const) {
    for (let n = 0; n < 20; n++) {
      const socket = connect(addressOf(connection, name).replace('ipc://', ''))
      const ended = new Promise((resolve) => socket.on('close', resolve))
      // Every other one begins as ZeroMQ does (RFC 37: a greeting of 64 bytes).
      socket.write(Buffer.concat([n % 2 ? Buffer.from('ff00000000000000017f03', 'hex') : Buffer.alloc(0), random(500)]))
      socket.on('error', () => undefined) // the kernel hangs up, which is what it should do
      socket.end()
      socket.resume()
      await ended
    }
  }
  await expectUnharmed()
})

test('12,000 messages that are not quite as they should be: none runs, and memory does not grow', async () => {
  const fuzz = async (seed: number, count: number): Promise<void> => {
    const random = randomOf(seed)
    for (const name of ['shell', 'control', 'stdin', 'heartbeat'] as const) {
      const socket = new Dealer({ linger: 1_000 })
      socket.connect(addressOf(connection, name))
      for (let n = 0; n < count; n++) await socket.send(name === 'heartbeat' ? spoilt(random) : fuzzed(random))
      await kernel.kernelInfo()
      socket.close()
    }
    await expectUnharmed()
  }
  await fuzz(1, 500)
  const before = residentMegabytes()
  await fuzz(2, 2_500)
  expect(residentMegabytes() - before).toBeLessThan(40)
})

test('frames of 64 MiB, forged and genuine, do no harm and are not kept', async () => {
  const large = Buffer.alloc(64 * 1024 * 1024, '{')
  const before = residentMegabytes()
  for (let n = 0; n < 12; n++) {
    await shell.send([Buffer.from('<IDS|MSG>'), Buffer.alloc(64, 'f'), large, large, large, large])
    await expectUnharmed()
  }
  // A buffer is not signed, and nothing that a cell could use.
  await shell.send([...frames(connection.key, 'ran += 1'), large])
  while ((await valueOfRan()) !== '1') continue
  // Half of what has come: V8 frees such memory in its own time, some hundred megabytes behind.
  expect(residentMegabytes() - before).toBeLessThan((12 * 4 * 64) / 2)
})

/** A message that was damaged somewhere, or is sound and asks for nothing that could run. */
function fuzzed(random: Random): Buffer[] {
  const kind = random.below(3)
  if (kind === 0) return spoilt(random)
  if (kind === 1) {
    const sent = frames(connection.key, 'ran = 4')
    // Any byte of what is signed, or of the signature.
    const frame = sent[1 + random.below(5)]!
    const at = random.below(frame.length)
    frame[at] = frame[at]! ^ (1 + random.below(255))
    return sent
  }
  const content = random.pick([undefined, null, 7, [], {}, { code: null }, { code: { code: 'ran = 5' } }, 'ran = 5'])
  const types = [
    'execute_request',
    'complete_request',
    'inspect_request',
    'comm_open',
    'history_request',
    'input_reply',
  ]
  const header = { msg_type: random.pick([...types, 'fly_request', '', 'is_complete_request']) }
  const [delimiter, , head, ...rest] = frames(connection.key, '', random.below(4) ? header : { session: 3 })
  const parts = [head!, ...rest]
  parts[3] = Buffer.from(JSON.stringify(content) ?? '')
  if (random.below(4) === 0) parts[1 + random.below(2)] = random(30)
  return [delimiter!, Buffer.from(createSigner(connection.key, 'hmac-sha256').sign(parts)), ...parts]
}

/** Frames lost, doubled, out of order, or made of chance. */
function spoilt(random: Random): Buffer[] {
  const sent = frames(random.below(2) ? connection.key : 'another key', 'ran = 6').slice(0, 5)
  for (let n = random.below(4); n >= 0; n--) {
    const at = random.below(sent.length)
    const frame = random.pick([random(random.below(2_000)), Buffer.from('<IDS|MSG>'), sent[at]!, Buffer.from('{}')])
    sent.splice(random.below(sent.length + 1), random.below(2), frame)
  }
  return sent
}

interface Random {
  (length: number): Buffer
  below(limit: number): number
  pick<T>(list: readonly T[]): T
}

/** The same numbers for the same seed (xorshift32). */
function randomOf(seed: number): Random {
  let state = seed
  const next = (): number => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state >>> 0
  }
  const below = (limit: number): number => next() % limit
  const bytes = (length: number): Buffer => Buffer.from(Array.from({ length }, () => below(256)))
  return Object.assign(bytes, { below, pick: <T>(list: readonly T[]): T => list[below(list.length)]! })
}

/** Memory of the process that owns the sockets. Format: proc(5), /proc/PID/status. */
function residentMegabytes(): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${kernel.pid}/status`, 'utf8'))?.[1]) / 1024
}
