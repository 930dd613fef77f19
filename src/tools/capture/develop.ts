import type { RawFrame } from '../../engine/index.js'
import {
  dissect,
  findJourneys,
  pcapng,
  toSequence,
  Wiring,
  withFullNames,
  type Capture,
  type CapturedFrame,
  type FrameLayer,
  type Journey,
  type NetworkState,
  type Sighting,
} from '../../network/index.js'
import type { Recording } from './record.js'

/** Frames that are matched and drawn; what comes after is only in `frames` and in the file. */
const MOST_MATCHED = 20_000

export interface Developed extends Capture {
  /** The frames as a file for Wireshark, made when asked for. */
  toPcap(): Uint8Array
}

export interface DevelopOptions {
  /** Of all packets, those that are told. */
  choose?: (journeys: readonly Journey[]) => ReadonlySet<Journey>
  /** A lifeline that is there in any case. */
  first?: string
}

/** Makes sense of what was recorded: names of links, packets on their way, a sequence. */
export function develop(recording: Recording<unknown>, { choose, first }: DevelopOptions = {}): Developed {
  const { frames, spaces, states, startNs, durationMs, dropped, cut } = recording
  const nameOf = linkNames(recording)
  const wiring = new Wiring(states)
  const vxlanPorts = portsOfVxlan(states)
  const linksOf = new Map(spaces.map(({ namespace, links }) => [namespace, links]))
  const sightings = frames.slice(0, MOST_MATCHED).map((raw): Sighting => {
    const place = {
      namespace: raw.namespace,
      link: nameOf(raw),
      direction: raw.direction,
      isForOthers: raw.isForOthers,
    }
    return { atMs: msSince(startNs, raw.timeNs), ...place, layers: layersOf(raw, vxlanPorts) }
  })
  const journeys = findJourneys(sightings)
  const chosen = choose?.(journeys)
  const sequence = toSequence(journeys, {
    wiring,
    isHeard: (namespace, link) => {
      const index = wiring.link(namespace, link)?.index
      const links = linksOf.get(namespace)
      return links !== undefined && index !== undefined && (links === null || links.includes(index))
    },
    isWatched: (namespace) => linksOf.get(namespace) === null,
    ...(chosen && { isShown: (journey: Journey) => chosen.has(journey) }),
    ...(first === undefined ? {} : { first }),
  })
  const packets = numberPackets(journeys)
  const kept = frames.flatMap((raw, index) => {
    const journey = packets.get(sightings[index] as Sighting)
    return journey !== undefined && chosen?.has(journey.journey) === false
      ? []
      : [{ raw, packet: journey?.number ?? 0 }]
  })
  const names = [...new Set([...listenedLinks(recording), ...kept.map(({ raw }) => `${raw.namespace}.${nameOf(raw)}`)])]
  return {
    frames: kept.map(({ raw, packet }) => capturedFrame(raw, nameOf(raw), packet, { startNs, vxlanPorts })),
    ...{ sequence, links: names, durationMs, dropped, cut },
    toPcap: () =>
      pcapng(
        names.map((name) => ({
          name,
          isEthernet: kept.find(({ raw }) => `${raw.namespace}.${nameOf(raw)}` === name)?.raw.isEthernet ?? true,
        })),
        kept.map(({ raw }) => ({ ...raw, link: names.indexOf(`${raw.namespace}.${nameOf(raw)}`) })),
      ),
  }
}

const msSince = (startNs: bigint, timeNs: bigint): number => Number(timeNs - startNs) / 1e6

/** As the links were made, before or after. */
function portsOfVxlan(states: readonly NetworkState[]): number[] {
  const links = states.flatMap(({ namespaces }) => namespaces.flatMap((space) => space.links))
  const ports = links.flatMap((link) =>
    link.kind === 'other' && link.made?.type === 'vxlan' ? (link.made.port ?? []) : [],
  )
  return [...new Set(ports)]
}

const layersOf = (
  { bytes, isEthernet, length, hasOpenChecksum }: RawFrame,
  vxlanPorts: readonly number[],
): FrameLayer[] => dissect(bytes, { isEthernet, length, hasOpenChecksum, vxlanPorts })

function capturedFrame(
  raw: RawFrame,
  link: string,
  packet: number,
  { startNs, vxlanPorts }: { startNs: bigint; vxlanPorts: readonly number[] },
): CapturedFrame {
  const { namespace, direction, isForOthers, length } = raw
  const frame = { atMs: msSince(startNs, raw.timeNs), namespace, link, direction, isForOthers, length, packet }
  let layers: FrameLayer[] | undefined
  return Object.defineProperty(frame, 'layers', {
    enumerable: true,
    get: () => (layers ??= layersOf(raw, vxlanPorts)),
  }) as CapturedFrame
}

/** From 1 on, in the order of their beginnings. */
function numberPackets(journeys: readonly Journey[]): Map<Sighting, { number: number; journey: Journey }> {
  const numbers = new Map<Journey, number>()
  const packets = new Map<Sighting, { number: number; journey: Journey }>()
  let last = 0
  for (const journey of journeys) {
    const number = (journey.before && numbers.get(journey.before)) ?? ++last
    numbers.set(journey, number)
    for (const sighting of journey.sightings) packets.set(sighting, { number, journey })
  }
  return packets
}

/** By the network as it was before, then as it was after. */
function linkNames({ states }: Recording<unknown>): (frame: RawFrame) => string {
  const names = new Map<string, string>()
  for (const state of states) {
    for (const { name, links } of withFullNames(state).namespaces) {
      for (const link of links) {
        const key = `${name} ${link.index}`
        if (!names.has(key)) names.set(key, link.name)
      }
    }
  }
  return ({ namespace, linkIndex }) => names.get(`${namespace} ${linkIndex}`) ?? `#${linkIndex}`
}

function listenedLinks({ states: [before], spaces }: Recording<unknown>): string[] {
  return spaces.flatMap(({ namespace, links }) => {
    const space = withFullNames(before).namespaces.find(({ name }) => name === namespace)
    const heard = space?.links.filter(({ index }) => links === null || links.includes(index)) ?? []
    return heard.map(({ name }) => `${namespace}.${name}`)
  })
}
