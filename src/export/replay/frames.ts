import { neutral, topologyPicture, type TopologyLayout } from '../../views/index.js'
import { cleanHtml } from '../output/index.js'
import type { Moment } from './moments.js'

/** Pictures of a network that have most of their lines in common. */
export interface Frames {
  /** Elements of SVG, each once. */
  lines: string[]
  /** Each picture as the numbers of its lines, in order. */
  pictures: number[][]
  /** The picture of each moment. */
  of: number[]
  /** Pixels; all pictures fit. */
  width: number
  height: number
}

/** What is still there stays where it was, from one picture to the next. */
export async function drawFrames(moments: readonly Moment[], prefix: string): Promise<Frames> {
  const [lines, pictures] = [new Numbering(), new Numbering()]
  const of: number[] = []
  let [width, height] = [0, 0]
  let layout: TopologyLayout | undefined
  let last: { drawn: string; number: number } | undefined
  for (const { state, changes } of moments) {
    const drawn = JSON.stringify([state, changes])
    if (last?.drawn !== drawn) {
      const picture = await topologyPicture(state, { png: false, changes, ...(layout && { previous: layout }) })
      layout = picture.layout
      const svg = String(picture.bundle['image/svg+xml'])
      const [, w = '0', h = '0'] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg) ?? []
      ;[width, height] = [Math.max(width, Number(w)), Math.max(height, Number(h))]
      last = {
        drawn,
        number: pictures.of(
          content(svg, prefix)
            .map((line) => lines.of(line))
            .join(' '),
        ),
      }
    }
    of.push(last.number)
  }
  return { lines: lines.all, pictures: pictures.all.map((each) => each.split(' ').map(Number)), of, width, height }
}

class Numbering {
  readonly all: string[] = []
  readonly #numbers = new Map<string, number>()

  of(text: string): number {
    const found = this.#numbers.get(text)
    if (found !== undefined) return found
    this.#numbers.set(text, this.all.length)
    return this.all.push(text) - 1
  }
}

/** What a picture draws, element by element, in the page's own colours: without its frame, its ground and its words. */
function content(svg: string, prefix: string): string[] {
  const cleaned = cleanHtml(svg, { prefix })
  const inner = cleaned.slice(cleaned.indexOf('>') + 1, cleaned.lastIndexOf('</svg>'))
  const elements = inner
    .replace(/<(title|desc|style)\b[^>]*>[^]*?<\/\1>/g, '')
    .match(/<(\w+)\b[^>]*>[^<]*<\/\1>|<[^>]+>/g)
  // The first is the ground that the picture brings for places that have none.
  return (elements ?? []).slice(1).map(inPageColours)
}

/** The page knows each neutral colour under a name, which is light or dark with the page. */
function inPageColours(element: string): string {
  const coloured = Object.entries(neutral).reduce(
    (text, [name, { light }]) => text.replaceAll(`"${light}"`, `"var(--p-${name})"`),
    element,
  )
  // In JSON each double quote would take two characters.
  return coloured.includes("'") ? coloured : coloured.replaceAll('"', "'")
}
