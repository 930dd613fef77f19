import { isRecord, listOf, recordOf, words, type Data } from './plain.js'

/**
 * Hosts, switches and links in the plain forms in which people write them down for Mininet, as MiniEdit would have saved them:
 * names alone (`hosts: [h1, h2]`), by name (`hosts: { h1: { ip: 10.0.0.1/24 } }`, as in the P4 tutorials), or objects
 * with a `name`; links as two names with what Mininet's addLink takes (`[h1, s1, { bw: 10 }]`), or as objects that name two.
 * What MiniEdit has saved stays as it is.
 */
export function asMiniEdit(data: Data): { data: Data; unread: string[] } {
  const unread: string[] = []
  const read = (key: string, of: (value: unknown) => Data | undefined): Data[] =>
    entriesOf(data[key]).flatMap(([place, value]): Data[] => {
      const item = of(value)
      if (item === undefined) unread.push(`${key}${place}`)
      return item === undefined ? [] : [item]
    })
  const hosts = read('hosts', (value) => nodeOf(value, hostOptions))
  const switches = read('switches', (value) => nodeOf(value, (told) => told))
  // One that joins nothing is told of by its number.
  const links = entriesOf(data['links']).map(([, value]): Data => linkOf(value) ?? {})
  return { data: { ...data, hosts, switches, links }, unread }
}

/** Of a list or by name; a name goes into the value. */
function entriesOf(value: unknown): [place: string, value: unknown][] {
  if (!isRecord(value)) return listOf(value).map((each, index): [string, unknown] => [`[${index}]`, each])
  return Object.entries(value).map(([name, told]) => [
    `.${name}`,
    isRecord(told) || told === null ? { ...told, name } : typeof told === 'string' ? { name, ip: told } : told,
  ])
}

function nodeOf(value: unknown, options: (told: Data) => Data): Data | undefined {
  if (typeof value === 'string') return value === '' ? undefined : { opts: { hostname: value } }
  if (!isRecord(value)) return undefined
  if (isRecord(value['opts'])) return value
  const { name, hostname = name, id = hostname, ...told } = value
  return words(id) === '' ? undefined : { opts: { ...options(told), hostname: words(id) } }
}

/** What is called otherwise than MiniEdit calls it. */
function hostOptions({
  gateway,
  gw = gateway,
  defaultRoute = gw,
  address,
  ip = address,
  commands,
  ...told
}: Data): Data {
  return {
    ...told,
    ...(ip !== undefined && { ip }),
    ...(defaultRoute !== undefined && { defaultRoute }),
    ...(Array.isArray(commands) && { startCommand: commands.map(words).join('\n') }),
  }
}

const ENDS = [
  ['src', 'dest'],
  ['src', 'dst'],
  ['source', 'target'],
  ['from', 'to'],
  ['node1', 'node2'],
] as const

function linkOf(value: unknown): Data | undefined {
  if (Array.isArray(value)) {
    const [src, dest, ...more] = value as unknown[]
    if (words(src) === '' || words(dest) === '') return undefined
    // The third and fourth of the P4 tutorials: how long a packet takes, in milliseconds, and Mbit/s.
    const [delay, bw] = more.map(words)
    const isBare = delay !== undefined && /^[\d.]+$/.test(delay)
    const opts = isRecord(more[0])
      ? more[0]
      : { ...(delay && { delay: isBare ? `${delay}ms` : delay }), ...(bw && { bw }) }
    return { src, dest, opts }
  }
  if (!isRecord(value)) return undefined
  const { opts, endpoints, nodes = endpoints, ends = nodes, ...told } = value
  const [src, dest] = ENDS.find((keys) => keys.every((key) => told[key] !== undefined)) ?? []
  if (src !== undefined && dest !== undefined) {
    const { [src]: one, [dest]: other, ...rest } = told
    return { src: one, dest: other, opts: { ...rest, ...recordOf(opts) } }
  }
  const [one, other, ...more] = listOf(ends)
  if (words(one) === '' || words(other) === '' || more.length > 0) return undefined
  return { src: one, dest: other, opts: { ...told, ...recordOf(opts) } }
}
