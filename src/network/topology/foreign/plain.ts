import type { LinkTopology, RouteTopology } from '../topology.js'

/** What a file holds, as it is read. */
export type Data = Record<string, unknown>

/** A namespace as it comes together from several places of a file. */
export interface ForeignSpace {
  links: Record<string, LinkTopology>
  routes: RouteTopology[]
  sysctls: Record<string, string | number>
}

export function emptySpace(): ForeignSpace {
  return { links: {}, routes: [], sysctls: {} }
}

export function isRecord(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function recordOf(value: unknown): Data {
  return isRecord(value) ? value : {}
}

export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : []
}

/** A text or number as a text; all else as an empty one. */
export function words(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** The places of what is told and not known, but for what says nothing: an empty list or text, a switch that is off. */
export function unknownKeys(data: object, known: readonly string[], place: string): string[] {
  return Object.entries(data).flatMap(([key, value]) =>
    known.includes(key) ||
    value === '' ||
    value === '0' ||
    value === null ||
    (Array.isArray(value) && value.length === 0)
      ? []
      : [`${place}${key}`],
  )
}

/** One more address of a link, which is there from then on. */
export function addAddress(space: ForeignSpace, link: string, address: string): void {
  const former = space.links[link]?.addresses ?? []
  const addresses = [...(typeof former === 'string' ? [former] : former), address]
  space.links[link] = { ...space.links[link], addresses }
}
