/** Pixels that things take in the page's styles on a wide screen. */
const line = 20
const row = 30
const margin = 14
/** A line of a text, and the least room between two parts. */
const textLine = 27
const gap = 16
const inputFrame = 42
/** The column of text: a wider picture is scaled to it. */
const column = 680

/** Of the insides of usual screens, in pixels: a higher one than the last draws all that it may show at once. */
export const usualHeights = [700, 800, 1000] as const

/**
 * Which of a page's parts, from 1, is the first that lies below a screen of this height, by an estimate of heights
 * that stays below what they are. Undefined where all are in sight.
 *
 * @param parts HTML, a block of the page each
 * @param screen pixels
 */
export function firstOutOfSight(parts: readonly string[], screen: number): number | undefined {
  let height = 0
  for (const [index, part] of parts.entries()) {
    if (height > screen) return index + 1
    const [, room] = /^<div class="cell"[^>]*--room:(\d+)px/.exec(part) ?? []
    height += gap + (room === undefined ? textHeight(part) : Number(room) * 0.85)
  }
  return undefined
}

/** At least: lines as long as the column holds of narrow letters, and no room around them but above a section. */
function textHeight(html: string): number {
  const blocks = html.split(/<(?:h\d|li|p|pre|tr)\b/).map((block) => block.replace(/^[^>]*>|<[^>]*>/g, '').trim())
  const textLines = blocks.reduce((sum, block) => sum + Math.ceil(block.length / 95), 0)
  return textLine * textLines + (html.includes('<h2') ? 60 : 0)
}

/**
 * About how high a cell will be, in pixels: a browser leaves that much room for cells that are not in sight yet, and lays
 * them out when they are. Nothing depends on it but the scroll bar, so what is folded or hard to tell counts for little.
 *
 * @param outputs HTML of the page, each output its own
 */
export function cellHeight(input: string, outputs: readonly string[]): number {
  const heights = outputs.filter((html) => html !== '').map(outputHeight)
  const below = heights.length === 0 ? 0 : heights.reduce((sum, each) => sum + each + margin, margin)
  return inputFrame + line * lines(input) + below
}

function outputHeight(html: string): number {
  const folds = html.match(/<summary/g)?.length ?? 0
  const seen = html.replace(/<details(?![^>]*\sopen)[^]*?<\/details>/g, '')
  const pictures = [...seen.matchAll(/<svg\b[^>]*?\bwidth="([\d.]+)[^>]*?\bheight="([\d.]+)/g)]
    .map(([, width, height]) => Number(height) * Math.min(1, column / Number(width)))
    .reduce((sum, each) => sum + each, 0)
  const rows = seen.match(/<(tr|li|p|caption|legend|label)\b/g)?.length ?? 0
  const texts = [...seen.matchAll(/<pre\b[^>]*>([^]*?)<\/pre>/g)].map(([, text = '']) => lines(text))
  const rest = pictures + rows + texts.length === 0 ? line : 0
  return Math.round(pictures + rows * row + texts.reduce((sum, each) => sum + each * line, 0) + folds * row + rest)
}

function lines(text: string): number {
  return text.split('\n').length
}
