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

/** @throws TypeError where it is none, or of another version */
export function checkSnapshot(value: unknown): asserts value is NetworkSnapshot {
  const { v, state, spaces } = (value ?? {}) as { v?: unknown; state?: { namespaces?: unknown }; spaces?: unknown }
  const isWhole = Array.isArray(state?.namespaces) && Array.isArray(spaces)
  if (isWhole && v === 1) return checkNames((value as NetworkSnapshot).state.namespaces)
  const what = !isWhole
    ? 'this is none: a state (lab.state()) has no firewall rules and no sysctls in it'
    : `this one is of version ${JSON.stringify(v)}, and 1 is known here`
  throw new TypeError(`lab.restore wants a snapshot; ${what}. Take one: const snapshot = await lab.snapshot()`)
}

/** Names become names of files and hosts. @throws TypeError naming the first that cannot be one */
function checkNames(namespaces: readonly { node: unknown; name: unknown }[]): void {
  for (const { node, name } of namespaces) {
    const isName = typeof name === 'string' && name.length < 256 && !/^\.{0,2}$|[/\0]/.test(name)
    if (isHostName(node) && isName) continue
    const [what, odd] = isHostName(node) ? ['a namespace', name] : ['a node', node]
    throw new TypeError(`lab.restore: ${what} of this snapshot is named ${JSON.stringify(odd)}, which can be no name`)
  }
}
