import { randomUUID } from 'node:crypto'
import type { Node } from '../../engine/index.js'
import type { NetworkNamespace, QdiscState } from '../../network/index.js'
import { toolPath } from '../tool-path.js'
import { counterName, dismissal, placesOf, table, witnessRules, type Recognition, type Sight } from './witness-rules.js'

/** What was seen of a probe. */
export interface Observation {
  /** How often something was seen at a place of a namespace; undefined where nobody looked. */
  count(namespace: string, place: string, sight: Sight): number | undefined
  /** What the probing program printed, and how it ended. */
  output: string
  exitCode: number
  /** Lines of `nft monitor trace`, by namespace. */
  traces: Record<string, string>
  qdiscs: { namespace: string; qdiscs: QdiscState[] }[]
}

export interface ObserveRequest {
  /** The namespaces to look into. */
  spaces: readonly NetworkNamespace[]
  /** Those in which rules are to be traced. */
  traced: ReadonlySet<string>
  recognition: Recognition
  /** The namespace that sends, and a shell's words that do it. */
  from: string
  command: string
  signal: AbortSignal | undefined
}

/**
 * Sends a probe and counts it on its way with nftables: exact, whatever else is sent meanwhile, and without a process that has
 * to be up in time. The rules let everything pass and are taken away again, also after a stop.
 * Neighbours that are just being asked for are forgotten first: the kernel asks again only once a second, longer than is waited.
 */
export async function observe(node: Node, request: ObserveRequest): Promise<Observation> {
  const mark = `--${randomUUID()}`
  try {
    const result = await node.spawn(['/bin/sh'], {
      input: script(request, mark),
      timeoutMs: 20_000,
      ...(request.signal === undefined ? {} : { signal: request.signal }),
    })
    request.signal?.throwIfAborted()
    return read(request, result.stdout, mark)
  } catch (error) {
    await node.spawn(['/bin/sh'], { input: `PATH=${toolPath}\n${dismiss(request)}\nwait\n`, timeoutMs: 20_000 })
    throw error
  }
}

function inside(namespace: string): string {
  return namespace === 'root' ? '' : `nsenter --net=/run/netns/${namespace} `
}

function dismiss({ spaces }: ObserveRequest): string {
  return spaces.map(({ name }) => `${inside(name)}nft -f - <<'END' >/dev/null 2>&1 &\n${dismissal}\nEND`).join('\n')
}

function script(request: ObserveRequest, mark: string): string {
  const { spaces, traced, recognition, from, command } = request
  const traces = spaces.filter(({ name }) => traced.has(name))
  const number = (name: string) => spaces.findIndex((space) => space.name === name)
  return `PATH=${toolPath}
export LC_ALL=C
folder=$(mktemp -d)
clean() { rm -rf "$folder"; }
trap clean EXIT
${spaces
  .map(
    ({ name }, index) =>
      `${inside(name)}ip neigh flush nud incomplete </dev/null >/dev/null 2>&1\n${inside(name)}nft -f - <<'END' 2>"$folder/error${index}" &\n${dismissal}\n${witnessRules(spaces[index] as NetworkNamespace, recognition, traced.has(name))}\nEND`,
  )
  .join('\n')}
wait
${traces.map(({ name }) => `${inside(name)}nft monitor trace >"$folder/trace${number(name)}" 2>&1 </dev/null &\nmonitors="$monitors $!"`).join('\n')}
${traces.length > 0 ? 'sleep 0.05' : ''}
printf '\\n${mark} probe\\n'
${inside(from)}${command} </dev/null 2>&1
printf '\\n${mark} exit %s\\n' $?
${traces.length > 0 ? 'sleep 0.03\nkill $monitors 2>/dev/null' : ''}
${spaces
  .map(
    ({ name }, index) =>
      `(${inside(name)}nft -j list counters >"$folder/counters${index}" 2>/dev/null; ${inside(name)}tc -j -s qdisc show >"$folder/qdiscs${index}" 2>/dev/null) </dev/null &`,
  )
  .join('\n')}
wait
${dismiss(request)}
${spaces
  .map(
    (_, index) =>
      `printf '\\n${mark} counters\\n'; cat "$folder/error${index}" "$folder/counters${index}"; printf '\\n${mark} qdiscs\\n'; cat "$folder/qdiscs${index}"; printf '\\n${mark} trace\\n'; cat "$folder/trace${index}" 2>/dev/null`,
  )
  .join('\n')}
wait
`
}

function read({ spaces }: ObserveRequest, stdout: string, mark: string): Observation {
  const sections = stdout.split(`\n${mark} `).slice(1)
  const named = (name: string) =>
    sections.filter((section) => section.startsWith(name)).map((section) => section.slice(name.length).trim())
  const counts = named('counters').map(parseCounters)
  const places = spaces.map(placesOf)
  const traces = named('trace')
  return {
    count: (namespace, place, sight) => {
      const index = spaces.findIndex(({ name }) => name === namespace)
      const number = places[index]?.indexOf(place) ?? -1
      return number === -1 ? undefined : counts[index]?.get(counterName(number, sight))
    },
    output: named('probe')[0] ?? '',
    exitCode: Number(named('exit')[0] ?? 1),
    traces: Object.fromEntries(spaces.map(({ name }, index) => [name, traces[index] ?? ''])),
    qdiscs: named('qdiscs').map((text, index) => ({ namespace: spaces[index]?.name ?? '', qdiscs: parseQdiscs(text) })),
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
