import type { Arrow } from './arrows.js'
import type { Journey } from './journeys.js'
import { answers, messageOf, type Message } from './message.js'
import type { Wiring } from './wiring.js'

/** What became of a packet at the end of an arrow; nothing where it went on, or was for that namespace. */
export interface End {
  isCopy?: true
  /** It went no further: why, as far as the frames tell; `''` where they do not. */
  ended?: string
}

export interface Scene {
  /** Of all packets, in the order of time. */
  arrows: readonly Arrow[]
  wiring: Wiring
  /** Whether every link of the namespace was listened to, so that nothing can have left it unseen. */
  isWatched: (namespace: string) => boolean
}

/** Says of each arrow whether the packet ended there, by where it was seen next and who answered. */
export function findEnds(scene: Scene): Map<Arrow, End> {
  const { arrows } = scene
  const messages = new Map(arrows.map((arrow) => [arrow, messageOf(arrow.sighting.layers)]))
  const packets = groupBy(arrows, ({ journey }) => firstOf(journey))
  const ends = new Map<Arrow, End>()
  const isQuestion = ([first]: readonly Arrow[]): boolean =>
    first !== undefined && messages.get(first)?.kind === 'who-has'
  const all = [...packets.values()]
  // Who waits for an answer to one of these goes no further for that reason.
  for (const packet of [...all.filter(isQuestion), ...all.filter((each) => !isQuestion(each))]) {
    for (const [arrow, end] of endsOfPacket(packet, scene, messages, ends)) ends.set(arrow, end)
  }
  return ends
}

type Messages = ReadonlyMap<Arrow, Message>

function endsOfPacket(
  packet: readonly Arrow[],
  scene: Scene,
  messages: Messages,
  known: Map<Arrow, End>,
): Map<Arrow, End> {
  const { wiring, isWatched } = scene
  const ends = new Map<Arrow, End>()
  const message = messages.get(packet[0] as Arrow)
  if (message === undefined || message.kind === 'other') return ends
  const last = packet.filter((arrow) => !goesOn(arrow, packet))
  const isMeant = ({ to, journey }: Arrow): boolean => {
    const target = message.kind === 'who-has' ? message.target : (journey.identity.destination ?? '')
    return to !== null && (message.kind === 'is-at' || wiring.owns(to, target))
  }
  // An answer to ARP has come wherever a machine took it in.
  const took = last.filter((arrow) => isMeant(arrow) && !isPassing(arrow, wiring))
  for (const arrow of last) {
    const { to } = arrow
    if (to === null) ends.set(arrow, { ended: '' })
    else if (took.includes(arrow)) {
      // An address translation may have given it another port or identifier: the answer is to what came.
      const came = messages.get(arrow) ?? message
      const isAnswered = !asksForAnswer(came) || scene.arrows.some((each) => isAnswer(each, arrow, came, messages))
      if (!isAnswered && isWatched(to)) ends.set(arrow, { ended: noAnswer(arrow, scene, known, messages) })
    } else if (message.kind === 'who-has' || took.length > 0 || isForOthers(arrow, wiring))
      ends.set(arrow, { isCopy: true })
    else if (isWatched(to)) ends.set(arrow, { ended: reason(arrow, scene, known, messages) })
  }
  const final = last.at(-1)
  if (
    message.kind === 'who-has' &&
    took.length === 0 &&
    final?.to != null &&
    !isAnsweredAnywhere(packet, messages, scene)
  ) {
    if (last.every(({ to }) => to !== null && isWatched(to)))
      ends.set(final, { ended: `nobody here has ${message.target}` })
    else ends.set(final, { ended: `nobody it came to has ${message.target}` })
  }
  return ends
}

/** The packet left the namespace that it came to. */
const goesOn = (arrow: Arrow, packet: readonly Arrow[]): boolean =>
  packet.some((other) => other !== arrow && other.from === arrow.to && other.atMs >= arrow.atMs)

/**
 * Its destination is another machine's address. What comes to a port of a bridge for the bridge itself shows up at the
 * bridge, too.
 */
const isForeign = ({ arrival, to, journey }: Arrow): boolean =>
  arrival?.isForOthers === true &&
  !journey.sightings.some(
    ({ namespace, direction, isForOthers }) => namespace === to && direction === 'in' && !isForOthers,
  )

/** It came to a port of a bridge, for somebody behind it. */
const isPassing = (arrow: Arrow, wiring: Wiring): boolean =>
  isForeign(arrow) && arrow.to !== null && wiring.isPort(arrow.to, arrow.into ?? '')

/** A bridge has sent it to a machine that it is not for. */
const isForOthers = (arrow: Arrow, wiring: Wiring): boolean => isForeign(arrow) && !isPassing(arrow, wiring)

const asksForAnswer = ({ kind }: Message): boolean => ['who-has', 'echo-request', 'connect'].includes(kind)

const isAnswer = (answer: Arrow, { to, atMs }: Arrow, question: Message, messages: Messages): boolean =>
  answer.from === to && answer.atMs >= atMs && answers(messages.get(answer) ?? { kind: 'other' }, question)

/** Somebody behind a link that nobody listened to has answered. */
function isAnsweredAnywhere(packet: readonly Arrow[], messages: Messages, { arrows }: Scene): boolean {
  const [first] = packet
  const question = first && messages.get(first)
  if (first === undefined || question === undefined) return false
  return arrows.some((each) => each.atMs >= first.atMs && answers(messages.get(each) ?? { kind: 'other' }, question))
}

function noAnswer(arrow: Arrow, scene: Scene, known: ReadonlyMap<Arrow, End>, messages: Messages): string {
  const why = reason(arrow, scene, known, messages)
  return why === '' ? 'no answer left it' : why
}

/** What the namespace did instead: an ICMP error, or a question that nobody answered. */
function reason(
  { to, atMs, journey }: Arrow,
  { arrows }: Scene,
  known: ReadonlyMap<Arrow, End>,
  messages: Messages,
): string {
  for (const other of arrows) {
    if (other.from !== to || other.atMs < atMs) continue
    const message = messages.get(other)
    if (message?.kind === 'error' && message.about === journey.identity.destination)
      return `it answered ${message.words}`
    if (message?.kind === 'who-has') {
      const isOpen = arrows.some((each) => each.journey === other.journey && known.get(each)?.ended !== undefined)
      if (isOpen) return `it asks for ${message.target} by ${message.protocol}, and gets no answer`
    }
  }
  return ''
}

const firstOf = (journey: Journey): Journey => (journey.before === null ? journey : firstOf(journey.before))

function groupBy<Key, Value>(values: readonly Value[], keyOf: (value: Value) => Key): Map<Key, Value[]> {
  const groups = new Map<Key, Value[]>()
  for (const value of values) {
    const key = keyOf(value)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [value])
    else group.push(value)
  }
  return groups
}
