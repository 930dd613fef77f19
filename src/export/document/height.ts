/** Pixels that things take in the page's styles on a wide screen. */
const line = 20
const row = 30
const margin = 14
const inputFrame = 42
/** The column of text: a wider picture is scaled to it. */
const column = 680

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
