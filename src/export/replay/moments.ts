import {
  describeChange,
  notableChanges,
  type Change,
  type LabEvent,
  type LinkStateName,
  type NetworkState,
} from '../../network/index.js'
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

/** Replies of one ping that make a moment together, of as many moments as one ping may take. */
const pingMoments = 6

export function momentsOf(events: readonly LabEvent[]): Moment[] {
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
  let gathered: { ping: number; name: string; replies: Moment['replies']; atMs: number } | undefined
  const flush = (): void => {
    if (gathered !== undefined) add(gathered.atMs, replyWords(gathered), { replies: gathered.replies })
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
        if (event.exitCode !== 0 && event.exitCode !== null)
          add(atMs, `The command failed (exit code ${event.exitCode}).`)
        break
      case 'link-changed': {
        const { namespace, link, state } = event
        if (event.linkKind !== 'loopback') setLink(namespace, link, state)
        if (!network.setState(namespace, link, state)) break
        const change: Change = { kind: 'link-state', namespace, link, from: state, to: state }
        add(atMs, sentence(describeChange(change)), { changes: [change] })
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
        if (shown.length > 0) add(atMs, changesWords(shown), { changes: shown })
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
        add(atMs, `The lesson broke something (fault ${event.fault}).`)
        break
      case 'repaired':
        add(atMs, `Repaired: ${event.what}.`)
        break
      case 'check-passed':
        add(atMs, `Check passed: ${event.check}.`)
        break
      case 'check-failed':
        add(atMs, `Check not passed yet: ${event.check}. Seen: ${event.saw}.`)
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

function replyWords({ name, replies }: { name: string; replies: Moment['replies'] }): string {
  const times = replies.flatMap(({ rttMs }) => rttMs ?? [])
  const lost = replies.length - times.length
  const came = times.length === 0 ? '' : `${times.length} ${times.length === 1 ? 'reply' : 'replies'}, ${range(times)}`
  return `Ping ${name}: ${[came, lost === 0 ? '' : `${lost} without an answer`].filter(Boolean).join('; ')}.`
}

function range(times: readonly number[]): string {
  const [least, most] = [Math.min(...times), Math.max(...times)]
  return least === most ? `${least} ms` : `${least} to ${most} ms`
}

function changesWords(changes: readonly Change[]): string {
  const [shown, rest] = [changes.slice(0, 4), changes.length - 4]
  return sentence(shown.map(describeChange).join('; ') + (rest > 0 ? `; and ${rest} more changes` : ''))
}

function sentence(words: string): string {
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}.`
}
