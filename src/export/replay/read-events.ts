import type { LabEvent } from '../../network/index.js'

/** What is relied upon of each kind of event, by field and type. */
const fields: Record<string, Record<string, string>> = {
  'cell-started': { cell: 'number' },
  'cell-ended': { cell: 'number' },
  'command-started': { command: 'string' },
  'command-ended': {},
  'link-changed': { namespace: 'string', link: 'string', linkKind: 'string', state: 'string' },
  'network-changed': { changes: 'object' },
  'reply-received': { ping: 'number', from: 'string', to: 'string', rttMs: 'number' },
  'reply-lost': { ping: 'number', from: 'string', to: 'string' },
  'fault-injected': { fault: 'number' },
  repaired: { what: 'string' },
  'check-passed': { check: 'string' },
  'check-failed': { check: 'string', saw: 'string' },
}

const states = ['absent', 'admin down', 'lower layer down', 'no carrier', 'up']
/** More than any lesson has: a file of anybody's may hold any number. */
const most = 20_000

/** The events that an output of a file holds, those that are none left out: the file may be anybody's. */
export function readEvents(value: unknown): LabEvent[] {
  if (!Array.isArray(value)) return []
  return value.slice(0, most).filter((event): event is LabEvent => {
    const { kind, atMs } = asRecord(event)
    const wanted = typeof kind === 'string' ? fields[kind] : undefined
    if (wanted === undefined || typeof atMs !== 'number' || !Number.isFinite(atMs) || !has(event, wanted)) return false
    const { state, changes } = asRecord(event)
    if (state !== undefined && !states.includes(state as string)) return false
    return changes === undefined || (Array.isArray(changes) && changes.every(isChange))
  })
}

/** The names that a change of each kind is told by. */
const names: Record<string, string> = {
  'namespace-added': 'namespace',
  'namespace-removed': 'namespace',
  'link-added': 'namespace link linkKind',
  'link-removed': 'namespace link linkKind',
  'link-moved': 'link from to',
  'link-renamed': 'namespace link newName',
  'link-state': 'namespace link from to',
  'link-setting': 'namespace link setting from to',
  'master-changed': 'namespace link',
  'address-added': 'namespace link address',
  'address-removed': 'namespace link address',
  'route-added': 'namespace route table',
  'route-removed': 'namespace route table',
  'rule-added': 'namespace rule',
  'rule-removed': 'namespace rule',
  'neighbour-added': 'namespace link address state',
  'neighbour-removed': 'namespace link address',
  'neighbour-changed': 'namespace link address state',
  'fdb-added': 'namespace link mac',
  'fdb-removed': 'namespace link mac',
}

function isChange(change: unknown): boolean {
  const { kind, from, to, peer, lostAddresses } = asRecord(change)
  const wanted = typeof kind === 'string' ? names[kind] : undefined
  if (wanted === undefined) return false
  if (!has(change, Object.fromEntries(wanted.split(' ').map((name) => [name, 'string'])))) return false
  if (kind === 'link-state') return states.includes(from as string) && states.includes(to as string)
  if (kind === 'link-moved') return Array.isArray(lostAddresses)
  if (kind === 'master-changed') return [from, to].every((master) => master === null || typeof master === 'string')
  return peer === undefined || has(peer, { namespace: 'string', link: 'string' })
}

function has(value: unknown, wanted: Readonly<Record<string, string>>): boolean {
  const record = asRecord(value)
  return Object.entries(wanted).every(([name, type]) => typeof record[name] === type)
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
