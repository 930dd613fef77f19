import { ClassServer } from '../../test/hosting/support/class-server.js'
import { MISBEHAVE, pairNamed } from '../../test/hosting/support/lesson.js'

export interface Interference {
  /** Median RTT of 300 pings over a veth pair, ms. */
  beforeMs: number
  /** The same while another learner floods a network of theirs, has a fork bomb running and has filled their home. */
  besideMs: number
}

export async function interference(): Promise<Interference> {
  const server = await ClassServer.start()
  try {
    const [one, other] = await Promise.all([server.login('one'), server.login('other')])
    await one.run(pairNamed('quiet'))
    await other.run(pairNamed('loud'))
    const rtts = "(await quiet.ping('ns1', 'ns2', { count: 300, intervalMs: 10 })).replies.map(({ rttMs }) => rttMs)"
    const beforeMs = median(await one.value<number[]>(rtts))
    for (const cell of MISBEHAVE) await other.run(cell)
    const besideMs = median(await one.value<number[]>(rtts))
    await Promise.all([one.logout(), other.logout()])
    return { beforeMs, besideMs }
  } finally {
    await server.stop()
  }
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN
}
