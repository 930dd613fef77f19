/** A program's stdin and stdout as the one socket that a node is made over. */
import type { ChildProcess } from 'node:child_process'
import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import type { Channel } from '../agent-client.js'

export function channelOf(child: ChildProcess): Channel {
  // Pipes of a child are sockets, though their types do not say so.
  const [input, output] = [child.stdin, child.stdout] as [unknown, unknown] as [Socket, Socket]
  const both = Duplex.from({ readable: output, writable: input })
  both.on('error', () => {
    // The program has ended, which its own end tells, with what it said.
  })
  return Object.assign(both, {
    ref: () => {
      for (const socket of [input, output]) socket.ref()
    },
    unref: () => {
      for (const socket of [input, output]) socket.unref()
    },
  })
}
