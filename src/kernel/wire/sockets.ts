import { Router, XPublisher } from 'zeromq'
import { addressOf, type Connection } from './connection.js'
import { decode, encode, Refused, type Message } from './framing.js'
import { SendQueue } from './queue.js'
import { createSigner } from './signature.js'

/** The channels that carry messages; the heartbeat carries bytes. */
export type Channel = 'shell' | 'control' | 'stdin' | 'iopub'

/** How many refused messages are logged: whoever sends millions must not fill a disk. */
const loggedRefusals = 100

export interface Sockets {
  send(channel: Channel, message: Message): void
  /** Sends what is queued, then closes. */
  close(): Promise<void>
}

/**
 * Binds the five sockets of a kernel.
 *
 * @param receive called for each genuine message, in the order of arrival on its channel
 * @param welcome called for each subscription to iopub, with its topic
 * @param log one line about a message that was refused or could not be sent
 */
export async function openSockets(
  connection: Connection,
  receive: (channel: 'shell' | 'control' | 'stdin', message: Message) => void,
  welcome: (topic: Uint8Array) => void,
  log: (line: string) => void,
): Promise<Sockets> {
  const signer = createSigner(connection.key, connection.signatureScheme)
  // No limit on queued output: a limit would drop messages of a slow reader silently. Replies to a front end that has gone are dropped.
  const iopub = new XPublisher({ sendHighWaterMark: 0, linger: 1000, verbosity: 'allSubs' })
  const shell = new Router({ sendHighWaterMark: 0, receiveHighWaterMark: 0, linger: 1000 })
  const control = new Router({ sendHighWaterMark: 0, receiveHighWaterMark: 0, linger: 1000 })
  const stdin = new Router({ linger: 1000 })
  // Not a reply socket: that one stops for good at the first envelope that is not as it should be.
  const heartbeat = new Router({ linger: 0 })
  const routers = { shell, control, stdin }

  let refused = 0
  const failed = (channel: Channel) => (error: unknown) => log(`cannot send on ${channel}: ${String(error)}`)
  const queues: Record<Channel, SendQueue> = {
    shell: new SendQueue({ send: (frames) => shell.send([...frames] as Buffer[]) }, failed('shell')),
    control: new SendQueue({ send: (frames) => control.send([...frames] as Buffer[]) }, failed('control')),
    stdin: new SendQueue({ send: (frames) => stdin.send([...frames] as Buffer[]) }, failed('stdin')),
    iopub: new SendQueue({ send: (frames) => iopub.send([...frames] as Buffer[]) }, failed('iopub')),
  }

  await Promise.all([
    iopub.bind(addressOf(connection, 'iopub')),
    stdin.bind(addressOf(connection, 'stdin')),
    heartbeat.bind(addressOf(connection, 'heartbeat')),
    control.bind(addressOf(connection, 'control')),
    shell.bind(addressOf(connection, 'shell')),
  ])

  for (const channel of ['shell', 'control', 'stdin'] as const) {
    void (async () => {
      for await (const frames of routers[channel]) {
        try {
          receive(channel, decode(frames, signer))
        } catch (error) {
          if (!(error instanceof Refused)) throw error
          if (refused++ < loggedRefusals) log(`message on ${channel} refused: ${error.message}`)
        }
      }
    })()
  }
  void (async () => {
    // Format: ZeroMQ's publish-subscribe protocol (RFC 29): a byte 1 and the topic subscribe, a byte 0 unsubscribes.
    for await (const [subscription] of iopub) if (subscription?.[0] === 1) welcome(subscription.subarray(1))
  })()
  void (async () => {
    for await (const frames of heartbeat) await heartbeat.send(frames)
  })()

  return {
    send: (channel, message) => queues[channel].push(encode(message, signer)),
    async close() {
      await Promise.all(Object.values(queues).map((queue) => queue.drained()))
      for (const socket of [shell, control, stdin, iopub, heartbeat]) socket.close()
    },
  }
}
