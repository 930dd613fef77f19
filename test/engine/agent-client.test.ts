import { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { createAgentClient } from '../../src/engine/agent-client.js'

test('the end of many machines leaves nothing waiting at a connection that is gone', () => {
  const socket = new Socket()
  const client = createAgentClient(socket)
  socket.destroy()
  for (let machine = 0; machine < 12; machine++) client.failNode(`node${machine}`, new Error('the lab was disposed of'))
  expect(socket.listenerCount('connect')).toBe(0)
})
