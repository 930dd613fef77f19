import { randomUUID } from 'node:crypto'
import type { Node } from '../../engine/index.js'
import type { NetworkNamespace, QdiscState } from '../../network/index.js'
import { dismissalScript, probeScript, type ProbeScript } from './probe-script.js'
import { counterName, placesOf, table, type Sight } from './witness-rules.js'

/** What was seen of a probe. */
export interface Observation {
  /** How often something was seen at a place of a namespace; undefined where nobody looked. */
  count(namespace: string, place: string, sight: Sight): number | undefined
  /** What the probing program printed, and how it ended. */
  output: string
  exitCode: number
  /** Lines of `nft monitor trace`, by namespace. */
  traces: Record<string, string>
  /** Of the namespaces with queues that may drop. */
  qdiscs: { namespace: string; qdiscs: QdiscState[] }[]
}

export interface ObserveRequest extends ProbeScript {
  signal: AbortSignal | undefined
}

/**
 * Sends a probe and counts it on its way with nftables: exact, whatever else is sent meanwhile, and without a process that has
 * to be up in time. The rules let everything pass and are taken away again, also after a stop.
 */
export async function observe(node: Node, request: ObserveRequest): Promise<Observation> {
  const mark = `--${randomUUID()}`
  try {
    const result = await node.spawn(['/bin/sh'], {
      input: probeScript(request, mark),
      timeoutMs: 20_000,
      ...(request.signal === undefined ? {} : { signal: request.signal }),
    })
    request.signal?.throwIfAborted()
    return read(request.spaces, result.stdout, mark)
  } catch (error) {
    await node.spawn(['/bin/sh'], { input: dismissalScript(request), timeoutMs: 20_000 })
    throw error
  }
}

function read(spaces: readonly NetworkNamespace[], stdout: string, mark: string): Observation {
  const sections = stdout.split(`\n${mark} `).slice(1)
  const section = (heading: string): string | undefined =>
    sections
      .find((each) => each.startsWith(`${heading}\n`))
      ?.slice(heading.length)
      .trim()
  const counts = spaces.map((_, number) => parseCounters(section(`counters ${number}`) ?? ''))
  const places = spaces.map(placesOf)
  return {
    count: (namespace, place, sight) => {
      const index = spaces.findIndex(({ name }) => name === namespace)
      const number = places[index]?.indexOf(place) ?? -1
      return number === -1 ? undefined : counts[index]?.get(counterName(number, sight))
    },
    output: section('probe') ?? '',
    exitCode: Number(
      sections
        .find((each) => each.startsWith('exit '))
        ?.slice(5)
        .trim() ?? 1,
    ),
    traces: Object.fromEntries(spaces.map(({ name }, number) => [name, section(`trace ${number}`) ?? ''])),
    qdiscs: spaces.flatMap(({ name }, number) => {
      const text = section(`qdiscs ${number}`)
      return text === undefined ? [] : [{ namespace: name, qdiscs: parseQdiscs(text) }]
    }),
  }
}

function parseCounters(text: string): Map<string, number> {
  const start = text.indexOf('{"nftables"')
  if (start === -1) return new Map()
  const { nftables = [] } = JSON.parse(text.slice(start)) as {
    nftables?: { counter?: { table: string; name: string; packets: number } }[]
  }
  return new Map(
    nftables.flatMap(({ counter }) => (counter?.table === table ? [[counter.name, counter.packets] as const] : [])),
  )
}

function parseQdiscs(text: string): QdiscState[] {
  if (text === '') return []
  const list = JSON.parse(text) as { dev?: string; kind?: string; drops?: number }[]
  return list.map(({ dev, kind, drops }) => ({ link: dev ?? '', kind: kind ?? '', drops: drops ?? 0 }))
}
