export interface Point {
  x: number
  y: number
}

/** A wire within one gap between two columns. Each end stands on an edge of the gap. */
export interface GapWire {
  ends: readonly [GapEnd, GapEnd]
}

export interface GapEnd {
  edge: 'left' | 'right'
  y: number
}

/** Closer than this two heights are one. */
const level = 3
/** How much lower a wire leaves where it would run on the height of another. */
const step = 7

/**
 * Ways through a gap, each from its wire's first end to its second: straight where both ends are level, else sideways,
 * up or down a track, and sideways. Wires that pass the same height have different tracks, in an order that spares
 * crossings, and no two lie on one another.
 */
export function routeGap(gap: { left: number; right: number }, wires: readonly GapWire[]): Point[][] {
  const routes = wires.map(({ ends: [one, other] }) => ({ one: { ...one }, other: { ...other } }))
  for (const route of routes) {
    if (isStraight(route)) continue
    for (const end of [route.one, route.other]) {
      const meets = routes.some((each) => {
        if (each === route) return false
        return [each.one, each.other].some((it) => it.edge !== end.edge && Math.abs(it.y - end.y) < level)
      })
      if (meets && end.edge === 'right') end.y += step
    }
  }
  const tracks = assignTracks(routes.filter((route) => !isStraight(route)).sort(fromLeftToRight))
  const count = Math.max(0, ...tracks.values())
  return routes.map((route) => {
    const [from, to] = [route.one, route.other].map((end) => ({ x: gap[end.edge], y: end.y })) as [Point, Point]
    const track = tracks.get(route)
    if (track === undefined) return [from, to]
    const x = Math.round((gap.left + ((gap.right - gap.left) * track) / (count + 1)) * 10) / 10
    return [from, { x, y: from.y }, { x, y: to.y }, to]
  })
}

interface Route {
  one: GapEnd
  other: GapEnd
}

function isStraight({ one, other }: Route): boolean {
  return one.edge !== other.edge && Math.abs(one.y - other.y) < level
}

/**
 * Brackets near the edge they stand on, the shortest nearest. Between them what rises from left to right, the upper
 * first, then what falls, the lower first: so none of two such wires has to cross the other.
 */
function fromLeftToRight(a: Route, b: Route): number {
  return rank(a) - rank(b) || order(a) - order(b)
}

function rank({ one, other }: Route): number {
  if (one.edge === other.edge) return one.edge === 'left' ? 0 : 3
  return rises({ one, other }) ? 1 : 2
}

function order(route: Route): number {
  const length = Math.abs(route.one.y - route.other.y)
  switch (rank(route)) {
    case 0:
      return length
    case 3:
      return -length
    default:
      return rises(route) ? leftY(route) : -leftY(route)
  }
}

function leftY({ one, other }: Route): number {
  return one.edge === 'left' ? one.y : other.y
}

function rises({ one, other }: Route): boolean {
  const [left, right] = one.edge === 'left' ? [one, other] : [other, one]
  return right.y < left.y
}

/** Numbers from 1; a wire comes right of all earlier ones that it passes. */
function assignTracks(sorted: readonly Route[]): Map<Route, number> {
  const tracks = new Map<Route, number>()
  const spans = sorted.map((route) => ({
    route,
    from: Math.min(route.one.y, route.other.y) - level,
    to: Math.max(route.one.y, route.other.y) + level,
  }))
  for (const [index, { route, from, to }] of spans.entries()) {
    const passed = spans.slice(0, index).filter((each) => each.from <= to && from <= each.to)
    tracks.set(route, 1 + Math.max(0, ...passed.map((each) => tracks.get(each.route) ?? 0)))
  }
  return tracks
}

/** The two halves of a way, each from its end to the middle. */
export function halves(points: readonly Point[]): [Point[], Point[]] {
  const lengths = points.slice(1).map((point, index) => distance(points[index] ?? point, point))
  let left = lengths.reduce((sum, length) => sum + length, 0) / 2
  for (const [index, length] of lengths.entries()) {
    const [from, to] = [points[index], points[index + 1]]
    if (from === undefined || to === undefined) break
    if (left <= length) {
      const share = length === 0 ? 0 : left / length
      const middle = { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share }
      return [
        [...points.slice(0, index + 1), middle],
        [...points.slice(index + 1).reverse(), middle],
      ]
    }
    left -= length
  }
  return [[...points], []]
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}

/** An SVG path with rounded corners. */
export function pathOf(points: readonly Point[], radius = 6): string {
  const number = (value: number) => String(Math.round(value * 10) / 10)
  const at = ({ x, y }: Point) => `${number(x)} ${number(y)}`
  return points
    .map((point, index) => {
      const [before, after] = [points[index - 1], points[index + 1]]
      if (before === undefined) return `M${at(point)}`
      if (after === undefined) return `L${at(point)}`
      const round = Math.min(radius, distance(before, point) / 2, distance(point, after) / 2)
      return `L${at(towards(point, before, round))}Q${at(point)} ${at(towards(point, after, round))}`
    })
    .join('')
}

function towards(from: Point, to: Point, by: number): Point {
  const length = distance(from, to)
  if (length === 0) return from
  return { x: from.x + ((to.x - from.x) * by) / length, y: from.y + ((to.y - from.y) * by) / length }
}
