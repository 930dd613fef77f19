/** Captures frames for the owner: a ring for each namespace, all handed over in the records of ../../capture/record.ts. */
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { RECORD_HEADER, writeRecord } from '../../capture/record.js'
import { close, onReadable } from '../netlink/calls.js'
import { GrowingBuffer } from '../netlink/growing-buffer.js'
import { openNamespace, pathOf, root, within } from '../netlink/namespaces.js'
import type { CaptureCounts, Reply, Requests } from '../protocol.js'
import { PacketRing } from './packet-ring.js'

/** Memory of all rings together, and of one at most. */
const ALL_RINGS = 64 * 1024 * 1024
const ONE_RING = 8 * 1024 * 1024

/**
 * Listens until the signal, and then hands over what was seen before it. An empty chunk says that everything is heard from
 * now on. What is beyond the limit is counted, and left out.
 */
export async function capture(
  id: number,
  { spaces, limitBytes }: Requests['captureFrames'],
  stop: AbortSignal,
  say: (reply: Reply) => void,
): Promise<void> {
  const rings: PacketRing[] = []
  const out = new GrowingBuffer(256 * 1024)
  const counts: CaptureCounts = { dropped: 0, cut: 0 }
  let handed = 0
  const takeAll = (): void => {
    for (const [place, ring] of rings.entries()) {
      ring.take((record, bytes) => {
        if (handed + bytes.length > limitBytes) return void counts.cut++
        handed += bytes.length
        out.add(writeRecord(out.room(RECORD_HEADER + bytes.length), { place, ...record }, bytes))
      })
    }
    if (out.length === 0) return
    say({ kind: 'chunk', id, body: Buffer.from(out.since(0)) })
    out.length = 0
  }
  const polls: { close(): void }[] = []
  try {
    for (const { namespace } of spaces) rings.push(openRing(namespace))
    const size = Math.min(ONE_RING, ALL_RINGS / Math.max(1, rings.length))
    const starts = await Promise.allSettled(rings.map((ring, index) => ring.start(size, spaces[index]?.links ?? null)))
    for (const start of starts) if (start.status === 'rejected') throw start.reason
    for (const { fd } of rings) polls.push(onReadable(fd, takeAll))
    say({ kind: 'chunk', id, body: new Uint8Array() })
    if (!stop.aborted) await once(stop, 'abort')
    takeAll()
    // Each ring in its own time: traffic that goes on must not keep it.
    const open = new Set(rings)
    for (;;) {
      for (const ring of open) if (ring.isDrained()) open.delete(ring)
      if (open.size === 0) break
      await setTimeout(1)
      takeAll()
    }
    for (const ring of rings) counts.dropped += ring.dropped
    say({ kind: 'done', id, body: counts })
  } finally {
    for (const poll of polls) poll.close()
    for (const ring of rings) ring.close()
  }
}

/** @throws Error where there is no such namespace, or it is of no use */
function openRing(namespace: string): PacketRing {
  const fd = namespace === 'root' ? root : openNamespace(pathOf(namespace))
  const ring = fd < 0 ? undefined : within(fd, () => new PacketRing())
  if (fd >= 0 && fd !== root) close(fd)
  if (ring === undefined) throw new Error(`there is no network namespace ${namespace} to listen in`)
  return ring
}
