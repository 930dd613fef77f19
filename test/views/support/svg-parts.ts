import { textWidth } from '../../../src/views/font/text-width.js'

export interface Box {
  x: number
  y: number
  width: number
  height: number
}

export interface Label extends Box {
  words: string
}

export interface Line {
  from: { x: number; y: number }
  to: { x: number; y: number }
}

/** What a topology's SVG is made of, in pixels, texts measured with the shipped font. */
export interface TopologyParts {
  size: { width: number; height: number }
  nodes: Box[]
  namespaces: Box[]
  interfaces: Box[]
  bridges: Box[]
  labels: Label[]
  /** Each veth pair as its straight pieces; corners are taken for right angles. */
  wires: Line[][]
  rails: Line[]
}

export function topologyParts(svg: string): TopologyParts {
  const [, width = '0', height = '0'] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg) ?? []
  const rectangles = (name: string) =>
    tags(svg, 'rect')
      .filter((tag) => tag.class === name)
      .map(boxOf)
  return {
    size: { width: Number(width), height: Number(height) },
    nodes: rectangles('node'),
    namespaces: rectangles('namespace'),
    interfaces: rectangles('interface'),
    bridges: rectangles('bridge'),
    labels: labels(svg),
    wires: paths(svg, 'wire').map(lines),
    rails: paths(svg, 'rail').flatMap(lines),
  }
}

type Attributes = Record<string, string>

function attributes(text: string): Attributes {
  return Object.fromEntries([...text.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]))
}

function tags(svg: string, name: string): Attributes[] {
  return [...svg.matchAll(new RegExp(`<${name} ([^>]*?)/?>`, 'g'))].map(([, text = '']) => attributes(text))
}

function boxOf(tag: Attributes): Box {
  const { x = 0, y = 0, width = 0, height = 0 } = tag
  return { x: Number(x), y: Number(y), width: Number(width), height: Number(height) }
}

export function unescape(text: string): string {
  const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
  return text.replace(/&(\w+|#39);/g, (whole, name: string) => entities[name] ?? whole)
}

/** From the highest capital to the lowest descender. */
export function labelBox(words: string, at: { x: number; y: number }, tag: Attributes): Label {
  const size = Number((tag['font-size'] ?? '11').replace('px', ''))
  const width = textWidth(words, size, tag['font-weight'] === 'bold' ? 'bold' : 'normal')
  const shift = tag['text-anchor'] === 'end' ? width : tag['text-anchor'] === 'middle' ? width / 2 : 0
  return { words, x: at.x - shift, y: at.y - size * 0.76, width, height: size * 0.98 }
}

function labels(svg: string): Label[] {
  return [...svg.matchAll(/<text ([^>]*)>([^<]*)/g)].map(([, text = '', words = '']) => {
    const tag = attributes(text)
    return labelBox(unescape(words), { x: Number(tag['x']), y: Number(tag['y']) }, tag)
  })
}

function paths(svg: string, name: string): string[] {
  return tags(svg, 'path')
    .filter((tag) => tag.class === name)
    .map((tag) => tag['d'] ?? '')
}

/** M, L, Q (by its corner), H and V, all absolute. */
function lines(path: string): Line[] {
  const found: Line[] = []
  let at = { x: 0, y: 0 }
  const draw = (to: { x: number; y: number }) => {
    found.push({ from: at, to })
    at = to
  }
  for (const [, command = '', numbers = ''] of path.matchAll(/([MLQHV])([^MLQHV]*)/g)) {
    const [a = 0, b = 0, c = 0, d = 0] = numbers.trim().split(/[ ,]+/).map(Number)
    if (command === 'M') at = { x: a, y: b }
    else if (command === 'L') draw({ x: a, y: b })
    else if (command === 'H') draw({ x: a, y: at.y })
    else if (command === 'V') draw({ x: at.x, y: a })
    else {
      draw({ x: a, y: b })
      draw({ x: c, y: d })
    }
  }
  return found
}

/** Whether two boxes share more than an edge. */
export function overlap(a: Box, b: Box, slack = 0.5): boolean {
  return (
    a.x + a.width > b.x + slack &&
    b.x + b.width > a.x + slack &&
    a.y + a.height > b.y + slack &&
    b.y + b.height > a.y + slack
  )
}

/** Whether a horizontal or vertical line runs through a box. */
export function crosses({ from, to }: Line, box: Box): boolean {
  const line = {
    x: Math.min(from.x, to.x),
    y: Math.min(from.y, to.y),
    width: Math.abs(from.x - to.x),
    height: Math.abs(from.y - to.y),
  }
  return overlap({ ...line, width: line.width + 0.02, height: line.height + 0.02 }, box, 0.01)
}

export function pairsOf<T>(items: readonly T[]): [T, T][] {
  return items.flatMap((one, index) => items.slice(index + 1).map((other): [T, T] => [one, other]))
}

/** Texts of a vega SVG where they stand, its nested translations added up. */
export function chartLabels(svg: string): Label[] {
  const found: Label[] = []
  const stack: { x: number; y: number }[] = [{ x: 0, y: 0 }]
  for (const match of svg.matchAll(/<(\/?)(\w+)([^>]*)>/g)) {
    const [tag, closing, name, text = ''] = match
    if (name !== 'g' && name !== 'text') continue
    if (closing === '/') {
      if (name === 'g') stack.pop()
      continue
    }
    const own = attributes(text)
    const transform = own['transform'] ?? ''
    const [, x = '0', y = '0'] = /translate\(([-\d.]+),([-\d.]+)\)/.exec(transform) ?? []
    const above = stack.at(-1) ?? { x: 0, y: 0 }
    const at = { x: above.x + Number(x), y: above.y + Number(y) }
    if (name === 'g') stack.push(at)
    else if (!transform.includes('rotate'))
      found.push(...chartLines(svg.slice((match.index ?? 0) + tag.length), at, own))
  }
  return found
}

/** A text of several lines has a tspan for each, `dy` below the one before. */
function chartLines(rest: string, at: { x: number; y: number }, tag: Attributes): Label[] {
  const inner = rest.slice(0, rest.indexOf('</text>'))
  const pieces = [...inner.matchAll(/<tspan([^>]*)>([^<]*)/g)]
  if (pieces.length === 0) return [labelBox(unescape(inner), at, tag)]
  let y = at.y
  return pieces.map(([, text = '', words = '']) => {
    y += Number(attributes(text)['dy'] ?? 0)
    return labelBox(unescape(words), { x: at.x, y }, tag)
  })
}
