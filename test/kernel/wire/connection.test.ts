import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { addressOf, readConnection } from '../../../src/kernel/wire/index.js'

const whole = {
  transport: 'tcp',
  ip: '127.0.0.1',
  key: 'secret',
  signature_scheme: 'hmac-sha256',
  shell_port: 1,
  control_port: 2,
  stdin_port: 3,
  iopub_port: 4,
  hb_port: 5,
}
let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'connection-'))))
afterEach(() => rmSync(folder, { recursive: true }))

function read(content: object | string) {
  const file = join(folder, 'connection.json')
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return readConnection(file)
}

test('a connection file gives each socket its address', () => {
  const connection = read(whole)
  expect(connection.key).toBe('secret')
  expect(addressOf(connection, 'shell')).toBe('tcp://127.0.0.1:1')
  expect(addressOf(connection, 'heartbeat')).toBe('tcp://127.0.0.1:5')
})

test('unix sockets are a path and a number', () => {
  expect(addressOf(read({ ...whole, transport: 'ipc', ip: '/tmp/k' }), 'iopub')).toBe('ipc:///tmp/k-4')
})

test.each([
  [{ ...whole, key: undefined }, 'key is not a string'],
  [{ ...whole, iopub_port: '4' }, 'iopub_port is not a port number'],
  [{ ...whole, transport: 'udp' }, 'transport udp is neither tcp nor ipc'],
  ['{', 'cannot read the connection file'],
])('a wrong file is refused with the field that is wrong: %#', (content, reason) => {
  expect(() => read(content)).toThrow(reason)
})

test('a missing file is named', () => {
  expect(() => readConnection(join(folder, 'none.json'))).toThrow('none.json')
})
