import { exactBursts } from './burst.js'
import { step, type LocalStep } from './step.js'

/** A line of `tc qdisc show` or `tc class show`: its words, cut where they differ from what tc takes. */
interface Entry {
  kind: 'qdisc' | 'class'
  link: string
  /** `root`, or `parent 1:1`, as printed. */
  place: string
  line: string
}

/** Classes that a user makes; those of other queues come with them. */
const classKinds = ['htb', 'hfsc', 'drr', 'qfq', 'cbq']

/** Words that tc prints and does not take. */
const told =
  /\s(?:refcnt \d+|direct_packets_stat \d+|deprecated|leaf \w+:|(?:lended|borrowed|giants): \d+|bands_used \d+)(?=\s|$)/g

/** What makes the queues of a namespace into wanted ones: a link's queues are made anew where one of them differs. */
export function queueSteps(
  now: readonly string[],
  wanted: readonly string[],
  isNew: (link: string) => boolean,
): LocalStep[] {
  const there = byLink(now.filter((line) => !isNew(linkOf(line))))
  const meant = byLink(wanted)
  return [...new Set([...there.keys(), ...meant.keys()])].flatMap((link) => {
    const [former, entries] = [there.get(link) ?? [], meant.get(link) ?? []]
    if (same(former, entries)) return []
    const about = `queues of ${link}`
    return [
      ...former
        .filter(isOutermost)
        .map(({ line }) => ({ ...step('tc', about, removal(line, link)), isOptional: true as const })),
      ...entries.map(({ line }) => step('tc', about, exactBursts(line))),
    ]
  })
}

/** Links whose queues have filters, which are not rebuilt. */
export function filteredLinks(queues: readonly string[]): string[] {
  return [...new Set(queues.filter((line) => line.startsWith('filter ')).map(linkOf))]
}

function linkOf(line: string): string {
  return / dev (\S+)/.exec(line)?.[1] ?? ''
}

function byLink(lines: readonly string[]): Map<string, Entry[]> {
  const links = new Map<string, Entry[]>()
  for (const entry of lines.flatMap(readEntry)) links.set(entry.link, [...(links.get(entry.link) ?? []), entry])
  // A queue comes before what is below it: classes name the one above them.
  for (const entries of links.values()) entries.sort((one, other) => depth(one) - depth(other))
  return links
}

function depth({ kind, place, line }: Entry): number {
  if (kind === 'qdisc' && (place === 'root' || /ingress|clsact/.test(line))) return 0
  return kind === 'class' ? (place === 'root' ? 1 : 2) : 3
}

function readEntry(text: string): Entry[] {
  const line = text.replace(told, '').replaceAll(/\s+/g, ' ').trim()
  const queue = /^qdisc (\w+) (\w+:) dev (\S+) (root|parent \S+)(.*)$/.exec(line)
  if (queue !== null) {
    const [, kind = '', handle = '', link = '', place = '', options = ''] = queue
    if (handle === '0:') return []
    if (kind === 'ingress' || kind === 'clsact')
      return [{ kind: 'qdisc', link, place, line: `qdisc add dev ${link} ${kind}` }]
    const lengths = options.replace(/\b(limit \d+)p\b/, '$1')
    return [{ kind: 'qdisc', link, place, line: `qdisc add dev ${link} ${place} handle ${handle} ${kind}${lengths}` }]
  }
  const [, kind = '', id = '', link = '', place = '', options = ''] =
    /^class (\w+) (\w+:\w+) dev (\S+) (root|parent \S+)(.*)$/.exec(line) ?? []
  if (!classKinds.includes(kind)) return []
  const above = place === 'root' ? `parent ${id.split(':')[0] ?? ''}:` : place
  return [{ kind: 'class', link, place, line: `class add dev ${link} ${above} classid ${id} ${kind}${options}` }]
}

function isOutermost(entry: Entry): boolean {
  return depth(entry) === 0
}

function removal(line: string, link: string): string {
  const own = /^qdisc add dev \S+ (ingress|clsact)$/.exec(line)?.[1]
  return `qdisc del dev ${link} ${own ?? 'root'}`
}

function same(one: readonly Entry[], other: readonly Entry[]): boolean {
  return one.map(({ line }) => line).join('\n') === other.map(({ line }) => line).join('\n')
}
