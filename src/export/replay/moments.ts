import {
  notableChanges,
  type Change,
  type LabEvent,
  type LinkStateName,
  type NetworkState,
} from '../../network/index.js'
import { en, type PageWords } from '../words/en.js'
import { FoldedNetwork } from './fold-network.js'

/** A point of a lab's life at which something is seen: a step of the replay. */
export interface Moment {
  /** Milliseconds since openLab. */
  atMs: number
  /** The execution count of the cell that acted; null where none did. */
  cell: number | null
  /** What happened, in a sentence or a few. */
  words: string
  /** The network from here on. */
  state: NetworkState
  /** What is marked as just changed. */
  changes: Change[]
  /** Each link that was told of, and how it is from here on. */
  links: Readonly<Record<string, LinkStateName>>
  /** What came back, or did not (null), of pings since the moment before; in milliseconds. */
  replies: { ping: string; rttMs: number | null }[]
  isCommand: boolean
}

type Gathered = { name: string; replies: Moment['replies'] }

/** Replies of one ping that make a moment together, of as many moments as one ping may take. */
const pingMoments = 6

export function momentsOf(events: readonly LabEvent[], { replay: words }: PageWords = en): Moment[] {
  const network = new FoldedNetwork()
  const links: Record<string, LinkStateName> = {}
  const moments: Moment[] = []
  let cell: number | null = null
  const totals = new Map<number, number>()
  for (const event of events) {
    if (event.kind === 'reply-received' || event.kind === 'reply-lost') {
      totals.set(event.ping, (totals.get(event.ping) ?? 0) + 1)
    }
  }
  const add = (atMs: number, words: string, more: Partial<Moment> = {}): void => {
    moments.push({
      ...{ atMs, cell, words, state: network.state(), changes: [], links: { ...links }, replies: [], isCommand: false },
      ...more,
    })
  }
  const setLink = (namespace: string, link: string, state: LinkStateName): void => {
    if (link !== 'lo') links[`${namespace}.${link}`] = state
  }
  let gathered: (Gathered & { ping: number; atMs: number }) | undefined
  const flush = (): void => {
    if (gathered !== undefined) add(gathered.atMs, replyWords(gathered, words), { replies: gathered.replies })
    gathered = undefined
  }
  for (const event of events) {
    const { atMs } = event
    const isReply = event.kind === 'reply-received' || event.kind === 'reply-lost'
    if (!isReply || event.ping !== gathered?.ping) flush()
    switch (event.kind) {
      case 'cell-started':
        cell = event.cell
        break
      case 'cell-ended':
        cell = null
        break
      case 'command-started':
        add(atMs, event.command, { isCommand: true })
        break
      case 'command-ended':
        if (event.exitCode !== 0 && event.exitCode !== null) add(atMs, words.failed(event.exitCode))
        break
      case 'link-changed': {
        const { namespace, link, state } = event
        if (event.linkKind !== 'loopback') setLink(namespace, link, state)
        if (!network.setState(namespace, link, state)) break
        const change: Change = { kind: 'link-state', namespace, link, from: state, to: state }
        add(atMs, words.sentence([words.change(change)]), { changes: [change] })
        break
      }
      case 'network-changed': {
        const news = event.changes.filter((change) => !isKnown(change, network.state()))
        for (const change of event.changes) network.apply(change)
        // A link's first state may have been told before the link itself was; where both are told, a reading holds.
        const read = new Set<string>()
        for (const change of event.changes) {
          if (change.kind !== 'link-state') continue
          read.add(`${change.namespace}.${change.link}`)
          setLink(change.namespace, change.link, change.to)
        }
        for (const [place, state] of Object.entries(links)) {
          if (!read.has(place)) network.setState(...split(place), state)
        }
        const shown = notableChanges(news)
        if (shown.length > 0) add(atMs, changesWords(shown, words), { changes: shown })
        break
      }
      case 'reply-received':
      case 'reply-lost': {
        const name = `${event.from} → ${event.to}`
        gathered ??= { ping: event.ping, name, replies: [], atMs }
        gathered.atMs = atMs
        gathered.replies.push({ ping: name, rttMs: event.kind === 'reply-received' ? event.rttMs : null })
        if (gathered.replies.length >= (totals.get(event.ping) ?? 0) / pingMoments) flush()
        break
      }
      case 'fault-injected':
        add(atMs, words.fault(event.fault))
        break
      case 'repaired':
        add(atMs, words.repaired(event.what))
        break
      case 'check-passed':
        add(atMs, words.passed(event.check))
        break
      case 'check-failed':
        add(atMs, words.open(event.check, event.saw))
        break
      default:
        break // neighbours, frames and predictions are told elsewhere in the page
    }
  }
  flush()
  return moments
}

function isKnown(change: Change, state: NetworkState): boolean {
  if (change.kind !== 'link-state') return false
  const links = state.namespaces.find(
    ({ name, node }) => change.namespace === (node === 'host' ? name : `${node}/${name}`),
  )
  const link = links?.links.find(({ name }) => name === change.link)
  return link !== undefined && link.up === (change.to !== 'admin down') && link.carrier === (change.to === 'up')
}

function split(place: string): [string, string] {
  const dot = place.indexOf('.')
  return [place.slice(0, dot), place.slice(dot + 1)]
}

function replyWords({ name, replies }: Gathered, words: PageWords['replay']): string {
  const times = replies.flatMap(({ rttMs }) => rttMs ?? [])
  const lost = replies.length - times.length
  const range = words.range(Math.min(...times), Math.max(...times))
  return words.ping(name, [
    ...(times.length === 0 ? [] : [words.replies(times.length, range)]),
    ...(lost === 0 ? [] : [words.lost(lost)]),
  ])
}

function changesWords(changes: readonly Change[], words: PageWords['replay']): string {
  const [shown, rest] = [changes.slice(0, 4).map(words.change), changes.length - 4]
  return words.sentence([...shown, ...(rest > 0 ? [words.more(rest)] : [])])
}
