import type { Node } from '../../engine/index.js'
import { toolPath } from '../tool-path.js'
import type { Packet } from './ask.js'
import type { Case } from './evidence.js'
import type { Fault } from './fault.js'
import { legacyRule } from './dropping-rule.js'
import { commandIn, type NetworkMap } from './map.js'
import type { Observation } from './observe.js'
import { spawnIn } from './reach.js'
import { placesOf, table, type Sight } from './witness-rules.js'

/** Where a firewall took a packet: seen at the beginning of a hook, and not at its end. */
export interface Drop {
  namespace: string
  /** `''`, `'arp '`, `'bridge '`, or `'netdev '`: then the hook is `ingress hook of veth1`. */
  layer: string
  hook: string
  sight: Sight
  lost: number
}

/** The first hook of a namespace, in the order of a packet's way, that took some of what was seen. */
export function findDrop(
  map: NetworkMap,
  observation: Observation,
  namespace: string,
  sights: readonly Sight[],
): Drop | undefined {
  const space = map.space(namespace)
  const pairs = placesOf(space).flatMap((place): [Drop['layer'], string, string, string][] => {
    const hook = /^(bridge |arp |)(\w+) first$/.exec(place)
    if (hook !== null) {
      return [[hook[1] ?? '', hook[2] ?? '', place, place.replace(/first$/, 'last')]]
    }
    const link = /^(in|leaving) (.*)$/.exec(place)
    if (link === null) return []
    const [, way, name = ''] = link
    return [
      [
        'netdev ',
        `${way === 'in' ? 'ingress' : 'egress'} hook of ${name}`,
        place,
        `${way === 'in' ? 'within' : 'out'} ${name}`,
      ],
    ]
  })
  for (const sight of sights) {
    for (const [layer, hook, first, last] of pairs) {
      const [before, after] = [observation.count(namespace, first, sight), observation.count(namespace, last, sight)]
      if (before === undefined || after === undefined || after >= before) continue
      return { namespace, layer, hook, sight, lost: before - after }
    }
  }
  return undefined
}

/** A firewall's drop, and whether the rule or policy behind it was found. */
export interface FilterFault extends Fault {
  isFound: boolean
}

/** The rule or policy behind a drop: by the trace, else by what the rules of that hook say of the packet. */
export async function filterFault(
  { node, map, walk, observation, question, signal }: Case,
  drop: Drop,
): Promise<FilterFault> {
  const { namespace } = drop
  const { protocol, port, address } = question
  const packet: Packet = { source: walk.source, destination: address ?? '', protocol, port }
  const verdict = lastVerdict(observation.traces[namespace] ?? '', drop)
  const words = `${drop.sight === 'request' ? 'the probe' : drop.sight === 'tunnel' ? "the tunnel's packet" : drop.sight === 'reply' ? 'the answer' : drop.sight === 'asked' ? 'the question who owns the address' : 'the answer who owns the address'} was seen at the beginning of ${hookWords(drop)} in ${namespace} and not at its end`
  const found =
    verdict === null ? legacyRule(map, drop, packet) : await tracedRule(node, map, namespace, verdict, signal)
  const bridged =
    drop.layer === '' && ['forward', 'prerouting', 'postrouting'].includes(drop.hook) && isBridged(map, namespace)
  return {
    isFound: found !== null,
    cause: 'filtered',
    at: { node: 'host', namespace },
    evidence: [
      ...(found === null ? [] : [found.says]),
      words,
      ...(bridged ? [`bridged frames pass iptables there, too (net.bridge.bridge-nf-call-iptables is 1)`] : []),
    ],
    remedies: [
      ...(found === null ? [] : found.remedies),
      ...(bridged
        ? [
            {
              command: commandIn(
                namespace,
                `sysctl -w net.bridge.bridge-nf-call-iptables=0 net.bridge.bridge-nf-call-ip6tables=0`,
              ),
              why: 'bridged frames then pass no iptables rules; routed packets still do',
            },
          ]
        : []),
    ],
  }
}

function hookWords({ layer, hook }: Drop): string {
  return layer === 'netdev ' ? `the ${hook}` : `the ${layer}${hook} hook`
}

function isBridged(map: NetworkMap, namespace: string): boolean {
  return (
    map.bridges(namespace).length > 0 &&
    ['bridge-nf-call-iptables', 'bridge-nf-call-ip6tables'].some(
      (name) => map.sysctl(namespace, `bridge/${name}`) === '1',
    )
  )
}

interface Verdict {
  family: string
  table: string
  chain: string
  /** Null: the chain's policy. */
  rule: string | null
}

/** `trace id 1a2b ip filter INPUT rule ip protocol icmp drop (verdict drop)`, `trace id 1a2b ip filter INPUT policy drop`. */
function lastVerdict(trace: string, drop: Drop): Verdict | null {
  const families: Record<string, string[]> = {
    '': ['ip', 'ip6', 'inet'],
    'arp ': ['arp'],
    'bridge ': ['bridge'],
    // A table of the family inet may have chains at ingress.
    'netdev ': ['netdev', 'inet'],
  }
  const verdicts = trace.split('\n').flatMap((line): Verdict[] => {
    const policy = /^trace id \w+ (\w+) (\S+) (\S+) policy drop/.exec(line)
    const rule = /^trace id \w+ (\w+) (\S+) (\S+) rule (.*) \(verdict (?:drop|queue|stolen)\)/.exec(line)
    const found = policy ?? rule
    if (found === null || found[2] === table) return []
    return [{ family: found[1] ?? '', table: found[2] ?? '', chain: found[3] ?? '', rule: rule?.[4] ?? null }]
  })
  return verdicts.find(({ family }) => families[drop.layer]?.includes(family)) ?? null
}

/** A rule or policy that drops, in words, and what would undo it. */
export interface Found {
  says: string
  remedies: Fault['remedies']
}

async function tracedRule(
  node: Node,
  map: NetworkMap,
  namespace: string,
  verdict: Verdict,
  signal: AbortSignal | undefined,
): Promise<Found> {
  const { family, table: name, chain, rule } = verdict
  const place = `table ${family} ${name}, chain ${chain}`
  const command = family === 'ip6' ? 'ip6tables' : 'iptables'
  const saved = family === 'ip6' ? map.more(namespace)?.ip6tables : family === 'ip' ? map.more(namespace)?.iptables : ''
  const lines = savedRules(saved ?? '', name, chain)
  if (rule === null) {
    const isIptables = lines !== null
    return {
      says: `${place}: its policy is drop, and no rule accepts the packet before`,
      remedies: [
        {
          command: isIptables
            ? commandIn(namespace, `${command}${name === 'filter' ? '' : ` -t ${name}`} -P ${chain} ACCEPT`)
            : commandIn(namespace, `nft 'add chain ${family} ${name} ${chain} { policy accept; }'`),
          why: `undoes that ${chain} drops what no rule accepts; a rule that accepts this traffic is narrower`,
        },
      ],
    }
  }
  const listing = ['env', `PATH=${toolPath}`, 'nft', '-a', 'list', 'chain', family, name, chain] as const
  const result = await spawnIn(node, namespace, listing, signal === undefined ? {} : { signal })
  const rules = result.stdout
    .split('\n')
    .map((line) => /^\s*(.*) # handle (\d+)$/.exec(line))
    .flatMap((match) =>
      match === null || /^(chain|table) /.test(match[1] ?? '')
        ? []
        : [{ text: match[1] ?? '', handle: match[2] ?? '' }],
    )
  const index = rules.findIndex(({ text }) => plain(text) === plain(rule))
  const handle = rules[index]?.handle
  const line = lines?.length === rules.length ? lines[index] : undefined
  const words = line ?? rule.replace(/counter packets \d+ bytes \d+ ?/g, '').trim()
  const undo =
    line !== undefined
      ? commandIn(namespace, `${command}${name === 'filter' ? '' : ` -t ${name}`} ${deletion(line, chain, index)}`)
      : handle === undefined
        ? null
        : commandIn(namespace, `nft delete rule ${family} ${name} ${chain} handle ${handle}`)
  return {
    says: `${place}: the rule "${words}" ${/ queue | NFQUEUE /.test(` ${words} `) ? 'hands it to a queue, from which no program gives it back' : 'drops it'}`,
    remedies: undo === null ? [] : [{ command: undo, why: `undoes the rule "${words}"` }],
  }
}

/** A rule is deleted by its words, but for one that keeps a list of its own: no words are found to be the same. */
function deletion(line: string, chain: string, index: number): string {
  return / -m (?:recent|connlimit) /.test(line) ? `-D ${chain} ${index + 1}` : line.replace(/^-A /, '-D ')
}

/** A rule without what changes or is printed in two ways. */
function plain(rule: string): string {
  return rule
    .replace(/counter( packets \d+ bytes \d+)?/g, '')
    .replace(/ used \d+ \w+/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}

/** The lines `-A CHAIN …` of a table in the text of iptables-save; null where it has no such chain. */
function savedRules(text: string, name: string, chain: string): string[] | null {
  const [, body = ''] = new RegExp(`(?:^|\\n)\\*${name}\\n([^]*?)\\nCOMMIT`).exec(text) ?? []
  const lines = body.split('\n')
  if (!lines.some((line) => line.startsWith(`:${chain} `))) return null
  return lines.filter((line) => line.startsWith(`-A ${chain} `))
}
