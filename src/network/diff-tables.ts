import type { Change, LossReason } from './change.js'
import { isDefaultRule, isLearntNeighbour, isMinorFdbEntry, isMinorRoute } from './minor.js'
import type { FdbEntry, Link, Neighbour, NetworkNamespace, Route } from './state.js'
import { routeWords, ruleWords } from './words.js'

/**
 * Routes, rules, neighbours and FDB entries of one namespace; a namespace that is new was empty before.
 * `gone` are the names of links that left it, by deletion or by a move.
 */
export function diffTables(
  before: NetworkNamespace | undefined,
  after: NetworkNamespace,
  gone: ReadonlySet<string>,
): Change[] {
  const place = { namespace: after.name }
  const routes = compare(before?.routes ?? [], after.routes, routeKey)
  const rules = compare(before?.rules ?? [], after.rules, (rule) => `${rule.family} ${ruleWords(rule)}`)
  const route = (kind: 'route-added' | 'route-removed', one: Route): Change =>
    minorIf({ kind, ...place, route: routeWords(one), table: one.table }, isMinorRoute(one) || follows(one, gone))
  return [
    ...routes.removed.map((one) => {
      const because = lossReason(one, before, after, gone)
      return { ...route('route-removed', one), ...(because !== undefined && { because }) } as Change
    }),
    ...routes.added.map((one) => route('route-added', one)),
    ...rules.removed.map((rule): Change => ({ kind: 'rule-removed', ...place, rule: ruleWords(rule) })),
    ...rules.added.map((rule): Change =>
      minorIf({ kind: 'rule-added', ...place, rule: ruleWords(rule) }, before === undefined && isDefaultRule(rule)),
    ),
    ...diffNeighbours(before?.neighbours ?? [], after.neighbours, place),
    ...diffFdb(before, after, place),
  ]
}

/** What the kernel takes routes away for, beside being asked to: net/ipv4/fib_frontend.c, net/ipv6/route.c. */
function lossReason(
  { link, family, source }: Route,
  before: NetworkNamespace | undefined,
  after: NetworkNamespace,
  gone: ReadonlySet<string>,
): LossReason | undefined {
  if (link === null) return undefined
  if (gone.has(link)) return 'link-gone'
  const now = after.links.find(({ name }) => name === link)
  const former = before?.links.find(({ index }) => index === now?.index)
  if (now === undefined || former === undefined) return undefined
  if (former.up && !now.up) return 'link-down'
  const addressesOf = ({ addresses }: Link): string[] =>
    addresses.filter((each) => each.family === family).map(({ address }) => address)
  const [there, left] = [addressesOf(former), addressesOf(now)]
  const isWithout = family === 'inet' && there.length > 0 && left.length === 0
  return isWithout || (source !== null && there.includes(source) && !left.includes(source)) ? 'address-gone' : undefined
}

/** A connected route goes with its link; one that somebody set is worth a line. */
function follows(route: Route, gone: ReadonlySet<string>): boolean {
  return route.protocol === 'kernel' && route.link !== null && gone.has(route.link)
}

function diffNeighbours(
  before: readonly Neighbour[],
  after: readonly Neighbour[],
  place: { namespace: string },
): Change[] {
  const key = (one: Neighbour) => `${one.link} ${one.address}`
  const former = new Map(before.map((one) => [key(one), one]))
  const { added, removed } = compare(before, after, key)
  const changed = after.filter((one) => {
    const was = former.get(key(one))
    return was !== undefined && (was.state !== one.state || was.mac !== one.mac)
  })
  const entry = (kind: 'neighbour-added' | 'neighbour-removed' | 'neighbour-changed', one: Neighbour): Change =>
    minorIf(
      { kind, ...place, link: one.link, address: one.address, mac: one.mac, state: one.state },
      isLearntNeighbour(one) && former.get(key(one))?.state !== 'PERMANENT',
    )
  return [
    ...removed.map((one) => entry('neighbour-removed', one)),
    ...added.map((one) => entry('neighbour-added', one)),
    ...changed.map((one) => entry('neighbour-changed', one)),
  ]
}

function diffFdb(
  before: NetworkNamespace | undefined,
  after: NetworkNamespace,
  place: { namespace: string },
): Change[] {
  const own = new Set([...(before?.links ?? []), ...after.links].map(({ mac }) => mac))
  const { added, removed } = compare(
    before?.fdb ?? [],
    after.fdb,
    (one) => `${one.link} ${one.mac} ${one.vlan} ${one.master}`,
  )
  const entry = (kind: 'fdb-added' | 'fdb-removed', one: FdbEntry): Change =>
    // A port's own address is entered when it joins, and goes when it leaves.
    minorIf(
      { kind, ...place, link: one.link, mac: one.mac },
      isMinorFdbEntry(one) || own.has(one.mac) || !after.links.some(({ name }) => name === one.link),
    )
  return [...removed.map((one) => entry('fdb-removed', one)), ...added.map((one) => entry('fdb-added', one))]
}

function routeKey(route: Route): string {
  return JSON.stringify({ ...route, flags: null, nexthop: undefined })
}

/** Lists may hold equal entries more than once; only whether a key is there counts. */
function compare<T>(before: readonly T[], after: readonly T[], key: (entry: T) => string) {
  const former = new Set(before.map(key))
  const now = new Set(after.map(key))
  return {
    added: after.filter((entry) => !former.has(key(entry))),
    removed: before.filter((entry) => !now.has(key(entry))),
  }
}

function minorIf(change: Change, isMinor: boolean): Change {
  return isMinor ? { ...change, isMinor: true } : change
}
