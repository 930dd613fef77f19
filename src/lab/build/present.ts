import type { Node } from '../../engine/index.js'
import {
  FIRST_NODE,
  fullName,
  networkOfState,
  spaceOf,
  type NetworkState,
  type WantedNetwork,
  type WantedSpace,
} from '../../network/index.js'
import { freshSysctls, readServices, readSettings, type Settings, type SettingsQuestion } from '../../tools/index.js'

/** The last build of a lab: what it asked for, and how that looks to the kernel. */
export interface Built {
  wanted: WantedNetwork
  /** By namespace: how nft(8) lists the rules that it loaded. */
  rulesets: ReadonlyMap<string, string>
  /** By namespace and key: sysctls that builds have set, as they were before. */
  sysctls: ReadonlyMap<string, Readonly<Record<string, string>>>
}

/** The network that is there with what of it a state does not tell, as far as it matters to a build. */
export interface Present {
  /** To be compared with the wanted one: rules that were built and are as then stand here as they were written. */
  compared: WantedNetwork
  /** To come back to. */
  before: WantedNetwork
  /** The wanted network; sysctls that it no longer sets go back to what they were. */
  wanted: WantedNetwork
}

/** Asks the kernel of namespaces of which the topology, or the one built before, says something that a state does not tell. */
export async function readPresent(
  first: Node,
  state: NetworkState,
  wanted: WantedNetwork,
  built: Built | undefined,
): Promise<Present> {
  const network = networkOfState(state)
  const [settings, services, meant] = await Promise.all([
    readSettings(first, questionsOf(state, network, wanted, built)),
    hasServices(wanted) || (built !== undefined && hasServices(built.wanted)) ? readServices(first) : [],
    withFormerSysctls(first, network, wanted, built),
  ])
  const byName = new Map(settings.map((each) => [spaceOf(each), each]))
  const running = new Map<string, string[]>()
  for (const service of services) {
    const full = spaceOf(service)
    running.set(full, [...(running.get(full) ?? []), service.command])
  }
  const fill = (rulesetOf: (full: string, told: Settings) => string | undefined): WantedNetwork => ({
    nodes: network.nodes,
    spaces: new Map(
      [...network.spaces].map(([full, space]): [string, WantedSpace] => {
        const told = byName.get(full)
        const commands = running.get(full) ?? []
        if (told === undefined) return [full, commands.length === 0 ? space : { ...space, services: commands }]
        const links = new Map(
          [...space.links].map(([name, link]) => [name, { ...link, qdisc: told.qdiscs[name] }] as const),
        )
        const nftables = rulesetOf(full, told)
        return [full, { ...space, links, sysctls: told.sysctls, nftables, services: commands }]
      }),
    ),
  })
  return {
    wanted: meant,
    before: fill((_, { ruleset }) => (ruleset === '' ? undefined : ruleset)),
    compared: fill((full, { ruleset, statelessRuleset }) => {
      if (ruleset === '') return undefined
      return statelessRuleset === built?.rulesets.get(full) ? built.wanted.spaces.get(full)?.nftables : ruleset
    }),
  }
}

/** What is kept of a build for the next one. */
export async function rememberBuild(
  first: Node,
  present: Present,
  wanted: WantedNetwork,
  former: Built | undefined,
): Promise<Built> {
  const withRules = [...wanted.spaces.values()].filter(({ nftables }) => nftables !== undefined)
  const read = await readSettings(
    first,
    withRules.map(({ node = FIRST_NODE, namespace }) => ({
      node,
      namespace,
      sysctls: [],
      qdiscs: false,
      nftables: true,
    })),
  )
  const sysctls = [...wanted.spaces].map(([full, space]): [string, Record<string, string>] => {
    const known = former?.sysctls.get(full)
    const found = present.before.spaces.get(full)?.sysctls
    // What was there before this build is ours where a former one has set it.
    const isOurs = (key: string): boolean => Object.hasOwn(former?.wanted.spaces.get(full)?.sysctls ?? {}, key)
    const values = Object.keys(space.sysctls).map((key) => [key, (isOurs(key) ? known : found)?.[key]] as const)
    return [full, Object.fromEntries(values.filter((each): each is [string, string] => each[1] !== undefined))]
  })
  return {
    wanted,
    rulesets: new Map(read.map((each) => [spaceOf(each), each.statelessRuleset])),
    sysctls: new Map(sysctls),
  }
}

function questionsOf(
  state: NetworkState,
  network: WantedNetwork,
  wanted: WantedNetwork,
  built: Built | undefined,
): SettingsQuestion[] {
  const shaped = new Set(
    state.namespaces.filter(({ links }) => links.some(({ qdisc }) => qdisc !== undefined)).map(fullName),
  )
  return [...network.spaces].flatMap(([full, { node = FIRST_NODE, namespace }]) => {
    const spaces = [wanted.spaces.get(full), built?.wanted.spaces.get(full)]
    const sysctls = [...new Set(spaces.flatMap((space) => Object.keys(space?.sysctls ?? {})))]
    const nftables = spaces.some((space) => space?.nftables !== undefined)
    const qdiscs = shaped.has(full)
    return sysctls.length > 0 || nftables || qdiscs ? [{ node, namespace, sysctls, qdiscs, nftables }] : []
  })
}

/** A sysctl that was built and is no longer wanted goes back to what it was before, or is in a namespace as new. */
async function withFormerSysctls(
  first: Node,
  network: WantedNetwork,
  wanted: WantedNetwork,
  built: Built | undefined,
): Promise<WantedNetwork> {
  const dropped = [...wanted.spaces].flatMap(([full, space]) => {
    const keys = network.spaces.has(full) ? Object.keys(built?.wanted.spaces.get(full)?.sysctls ?? {}) : []
    return keys.filter((key) => !Object.hasOwn(space.sysctls, key)).map((key) => ({ full, key }))
  })
  if (dropped.length === 0) return wanted
  const known = ({ full, key }: { full: string; key: string }): string | undefined => built?.sysctls.get(full)?.[key]
  const unknown = dropped.filter((each) => known(each) === undefined).map(({ key }) => key)
  const fresh = await freshSysctls(first, [...new Set(unknown)])
  const spaces = new Map(wanted.spaces)
  for (const each of dropped) {
    const space = spaces.get(each.full)
    const value = known(each) ?? fresh[each.key]
    if (space !== undefined && value !== undefined) {
      spaces.set(each.full, { ...space, sysctls: { ...space.sysctls, [each.key]: value } })
    }
  }
  return { ...wanted, spaces }
}

function hasServices({ spaces }: WantedNetwork): boolean {
  return [...spaces.values()].some(({ services }) => services.length > 0)
}
