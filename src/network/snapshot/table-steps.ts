import type { NamespaceSnapshot, RemoteEntry } from '../snapshot.js'
import { isLearntNeighbour } from '../minor.js'
import type { FdbEntry, NetworkNamespace, Rule } from '../state.js'
import { isOwnRule } from '../topology/rules.js'
import { step, type LocalStep, type Step } from './step.js'

type Tables = Pick<NetworkNamespace, 'links' | 'neighbours' | 'fdb' | 'rules'>
const EMPTY: Tables = { links: [], neighbours: [], fdb: [], rules: [] }

/** The rules that the kernel makes, by priority and family. */
export const kernelRules: readonly [family: Rule['family'], priority: number, table: string][] = [
  ['inet', 0, 'local'],
  ['inet', 32766, 'main'],
  ['inet', 32767, 'default'],
  ['inet6', 0, 'local'],
  ['inet6', 32766, 'main'],
]

/** What somebody wrote into tables: neighbours set by hand, static FDB entries, rules that a topology cannot say. */
export function tableSteps(now: Tables = EMPTY, wanted: Tables): LocalStep[] {
  return [
    ...changed(now.neighbours.filter(isSet), wanted.neighbours.filter(isSet), {
      add: ({ link, address, mac, state }) => {
        const set = `neigh replace ${address} lladdr ${mac ?? ''} dev ${link} nud ${state.toLowerCase()}`
        return step('ip', `neighbour ${address}`, set)
      },
      remove: ({ link, address }) => optional('ip', `neighbour ${address}`, `neigh del ${address} dev ${link}`),
    }),
    ...changed(staticEntries(now), staticEntries(wanted), {
      add: (entry) => step('bridge', `FDB entry ${entry.mac}`, `fdb replace ${fdbWords(entry)}`),
      remove: (entry) => optional('bridge', `FDB entry ${entry.mac}`, `fdb del ${fdbWords(entry)}`),
    }),
    ...changed(specialRules(now.rules), specialRules(wanted.rules), {
      add: (rule) => step(ipOf(rule), `rule ${rule.priority}`, ruleLine('add', rule)),
      remove: (rule) => optional(ipOf(rule), `rule ${rule.priority}`, ruleLine('del', rule)),
    }),
  ]
}

/** Addresses that are answered for, and the far ends of VXLANs. */
export function detailSteps(now: NamespaceSnapshot | undefined, wanted: NamespaceSnapshot): LocalStep[] {
  return [
    ...changed(now?.proxies ?? [], wanted.proxies, {
      add: ({ link, address }) => step('ip', `proxy of ${address}`, `neigh replace proxy ${address} dev ${link}`),
      remove: ({ link, address }) => optional('ip', `proxy of ${address}`, `neigh del proxy ${address} dev ${link}`),
    }),
    ...lostDefaults(wanted)
      .filter((link) => !(now?.links.some(({ name }) => name === link) === true && lostDefaults(now).includes(link)))
      .map((link) => optional('bridge', `FDB entry of ${link}`, `fdb del 00:00:00:00:00:00 dev ${link}`)),
    ...changed(farEnds(now), farEnds(wanted), {
      add: (entry) => step('bridge', `FDB entry ${entry.mac}`, `fdb append ${farWords(entry)}`),
      remove: (entry) => optional('bridge', `FDB entry ${entry.mac}`, `fdb del ${farWords(entry)}`),
    }),
  ]
}

function changed<Entry extends object>(
  now: readonly Entry[],
  wanted: readonly Entry[],
  tell: { add: (entry: Entry) => LocalStep; remove: (entry: Entry) => LocalStep },
): LocalStep[] {
  const keys = (entries: readonly Entry[]) => new Set(entries.map((entry) => JSON.stringify(entry)))
  const [there, meant] = [keys(now), keys(wanted)]
  return [
    ...now.filter((entry) => !meant.has(JSON.stringify(entry))).map(tell.remove),
    ...wanted.filter((entry) => !there.has(JSON.stringify(entry))).map(tell.add),
  ]
}

const ipOf = ({ family }: Pick<Rule, 'family'>) => (family === 'inet6' ? 'ip -6' : 'ip')

const optional = (program: Step['program'], about: string, text: string): LocalStep => ({
  ...step(program, about, text),
  isOptional: true,
})

const isSet = (neighbour: Tables['neighbours'][number]): boolean =>
  !isLearntNeighbour(neighbour) && neighbour.mac !== null

/** The kernel enters each port's own address by itself. */
function staticEntries({ fdb, links }: Tables): FdbEntry[] {
  const own = new Set(links.map(({ mac }) => mac))
  return fdb.filter(
    ({ master, state, mac, flags }) =>
      master !== null && ['static', 'permanent'].includes(state) && !own.has(mac) && !flags.includes('extern_learn'),
  )
}

function fdbWords({ mac, link, master, vlan, state, flags }: FdbEntry): string {
  const kind = state === 'permanent' ? 'permanent' : 'static'
  return [
    ...[mac, 'dev', link, link === master ? 'self' : 'master', kind],
    ...(flags.includes('sticky') ? ['sticky'] : []),
    ...(vlan === null ? [] : ['vlan', String(vlan)]),
  ].join(' ')
}

/** Not the one that the link was made with. */
function farEnds(space: NamespaceSnapshot | undefined): RemoteEntry[] {
  if (space === undefined) return []
  return space.remotes.filter((entry) => {
    const { isPermanent, link } = entry
    const data = space.links.find(({ name }) => name === link)?.data ?? {}
    const first = data['remote'] ?? data['remote6'] ?? data['group'] ?? data['group6']
    return isPermanent && !(isDefault(entry) && first === entry.remote)
  })
}

/** As a VXLAN link makes it for the far end that it is given. */
const isDefault = ({ mac, port, vni }: RemoteEntry): boolean =>
  mac === '00:00:00:00:00:00' && port === null && vni === null

/** VXLAN links that were made with a far end, whose entry somebody took away: making them anew brings it back. */
function lostDefaults({ links, remotes }: Pick<NamespaceSnapshot, 'links' | 'remotes'>): string[] {
  return links.flatMap(({ name, data }) => {
    const first = 'id' in data ? (data['remote'] ?? data['remote6']) : undefined
    const isThere = remotes.some((entry) => entry.link === name && isDefault(entry) && entry.remote === first)
    return first === undefined || isThere ? [] : [name]
  })
}

function farWords({ mac, link, remote, port, vni, via }: RemoteEntry): string {
  const option = (name: string, value: string | number | null) => (value === null ? [] : [name, value])
  return [mac, 'dev', link, 'dst', remote, ...option('port', port), ...option('vni', vni), ...option('via', via)].join(
    ' ',
  )
}

/** Rules that no NewRule says, and the kernel's own where they are not as it made them. */
function specialRules(rules: readonly Rule[]): Rule[] {
  return rules.filter((rule) => !isOwnRule(rule) && !isKernelRule(rule))
}

function isKernelRule({ family, priority, table, from, to, selectors }: Rule): boolean {
  return (
    from === 'all' &&
    to === null &&
    selectors === undefined &&
    kernelRules.some(([...each]) => each.join() === [family, priority, table].join())
  )
}

/** Those of the kernel's rules that were taken away, or have to come back. */
export function kernelRuleSteps(now: Pick<Tables, 'rules'>, wanted: Pick<Tables, 'rules'>): LocalStep[] {
  return kernelRules.flatMap(([family, priority, table]) => {
    const isThere = (rules: readonly Rule[]) =>
      rules.some((rule) => rule.family === family && rule.priority === priority && isKernelRule(rule))
    const [is, should] = [isThere(now.rules), isThere(wanted.rules)]
    if (is === should) return []
    const line = `rule ${should ? 'add' : 'del'} pref ${priority} lookup ${table}`
    return [{ ...step(ipOf({ family }), `rule ${priority}`, line), ...(should ? {} : { isOptional: true as const }) }]
  })
}

function ruleLine(verb: 'add' | 'del', rule: Rule): string {
  const { priority, from, to, iif, oif, fwmark, table, action, selectors = [] } = rule
  const option = (name: string, value: string | null) => (value === null ? [] : [name, value])
  const words = selectors
    .join(' ')
    .replace(
      /\b(sport|dport|uid)_start (\d+) \1_end (\d+)/,
      (_, name: string, low: string, high: string) => `${name === 'uid' ? 'uidrange' : name} ${low}-${high}`,
    )
    .replace('suppress_prefixlen ', 'suppress_prefixlength ')
    .replace(/flow_from (\S+) flow_to (\S+)/, 'realms $1/$2')
    .replace('flow_to ', 'realms ')
    .replace(/ ?\b(?:iif_detached|oif_detached|unresolved)\b/g, '')
  const isNot = /^not\b/.test(words)
  return [
    ...['rule', verb, 'pref', String(priority), ...(isNot ? ['not'] : []), 'from', from],
    ...[...option('to', to), ...option('iif', iif), ...option('oif', oif), ...option('fwmark', fwmark)],
    ...[words.replace(/^not\b ?/, ''), ...option('lookup', table), ...option('', action)].filter((word) => word !== ''),
  ].join(' ')
}
