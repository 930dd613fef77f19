import { mime, type Displayable, type MimeBundle } from '../display/index.js'
import type { Node } from '../engine/index.js'
import { fullName, listWords, type NetworkSnapshot } from '../network/index.js'
import { readSnapshot } from '../tools/index.js'
import { isHostName } from './host-name.js'
import { showable } from './shown.js'

/** A network as it was, whole: what lab.restore rebuilds. Plain data, to be kept as JSON. Shown as a sentence. */
export type SnapshotReport = NetworkSnapshot & Displayable

export async function snapshotReport(node: Node): Promise<SnapshotReport> {
  const snapshot = await readSnapshot(node)
  return showable(snapshot, { bundle: (): MimeBundle => ({ [mime.text]: `A snapshot of ${extent(snapshot)}.` }) })
}

/** `2 namespaces (root and ns1) with 3 links` */
export function extent({ state: { namespaces } }: NetworkSnapshot): string {
  const links = namespaces.flatMap((space) => space.links.filter(({ kind }) => kind !== 'loopback')).length
  const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`
  const names =
    namespaces.length > 12 ? '' : ` (${listWords(namespaces.map((space) => fullName(space).replace(/\/root$/, '')))})`
  return `${count(namespaces.length, 'namespace')}${names} with ${count(links, 'link')}`
}

/** @throws TypeError where it is none, is damaged, or is of another version */
export function checkSnapshot(value: unknown): asserts value is NetworkSnapshot {
  const { v, state, spaces } = (value ?? {}) as { v?: unknown; state?: { namespaces?: unknown }; spaces?: unknown }
  const isWhole = Array.isArray(state?.namespaces) && Array.isArray(spaces)
  if (!isWhole || v !== 1) {
    const what = isWhole ? `this one is of version ${JSON.stringify(v)}, and 1 is known here` : whatItIs(value)
    throw new TypeError(`lab.restore wants a snapshot; ${what}. Take one: const snapshot = await lab.snapshot()`)
  }
  checkNames((value as NetworkSnapshot).state.namespaces)
  checkShapes('state.namespaces', state.namespaces as object[], stateShape)
  checkShapes('spaces', spaces as object[], spaceShape)
}

function whatItIs(value: unknown): string {
  if (value instanceof Promise) return 'this is a promise: await it'
  if (typeof value === 'string') return 'this is a text: JSON.parse it first'
  const isState = Array.isArray((value as { namespaces?: unknown } | null | undefined)?.namespaces)
  return isState
    ? 'this is none: a state (lab.state()) has no firewall rules and no sysctls in it'
    : 'this is none: it has no state and spaces in it'
}

type Shape = Readonly<Record<string, 'list' | 'text' | 'object'>>
const stateShape: Shape = {
  ...{ namespaceIds: 'object', links: 'list', routes: 'list', rules: 'list', neighbours: 'list', fdb: 'list' },
}
const spaceShape: Shape = {
  ...{
    links: 'list',
    routes: 'list',
    nexthops: 'list',
    proxies: 'list',
    sysctls: 'object',
    queues: 'list',
    vlans: 'list',
    remotes: 'list',
  },
  ...{ nftables: 'list', ruleset: 'text', ipsets: 'text', iptables: 'text', ip6tables: 'text', listeners: 'list' },
}

/** What snapshots of this version have not had from the beginning. */
const later = ['nexthops']

/** @throws TypeError naming what is missing first */
function checkShapes(where: string, list: readonly unknown[], shape: Shape): void {
  for (const [index, each] of list.entries()) {
    const record = (each ?? {}) as Record<string, unknown>
    const odd = Object.entries(shape).find(([key, kind]) => {
      const isMissing = record[key] === undefined && later.includes(key)
      return !isMissing && kindOf(record[key]) !== kind
    })
    if (odd === undefined) continue
    const place = `${where}[${index}]${typeof record['name'] === 'string' ? ` (${record['name']})` : ''}`
    throw new TypeError(`lab.restore: this snapshot is damaged: ${place}.${odd[0]} is no ${odd[1]}. Take a new one.`)
  }
}

function kindOf(value: unknown): 'list' | 'text' | 'object' | undefined {
  if (Array.isArray(value)) return 'list'
  if (typeof value === 'string') return 'text'
  return typeof value === 'object' && value !== null ? 'object' : undefined
}

/** Names become names of files and hosts. @throws TypeError naming the first that cannot be one */
function checkNames(namespaces: readonly ({ node?: unknown; name?: unknown } | null)[]): void {
  for (const each of namespaces) {
    const { node, name } = each ?? {}
    const isName = typeof name === 'string' && name.length < 256 && !/^\.{0,2}$|[/\0]/.test(name)
    if (isHostName(node) && isName) continue
    const [what, odd] = isHostName(node) ? ['a namespace', name] : ['a node', node]
    throw new TypeError(`lab.restore: ${what} of this snapshot is named ${JSON.stringify(odd)}, which can be no name`)
  }
}
