/**
 * The little of a TrueType file that tells how wide a text is: `head` (units per em), `hhea` and `hmtx` (advance widths)
 * and `cmap` format 4 and 12 (character → glyph). Format: OpenType 1.9, chapters of those names.
 */
export interface FontMetrics {
  /** Width of one character in em; a character the font lacks counts as the font's box for it. */
  advance(codePoint: number): number
}

export function readFontMetrics(file: Uint8Array): FontMetrics {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  const unitsPerEm = view.getUint16(tableOffset(view, 'head') + 18)
  const longMetrics = view.getUint16(tableOffset(view, 'hhea') + 34)
  const hmtx = tableOffset(view, 'hmtx')
  const glyphOf = characterMap(view, tableOffset(view, 'cmap'))
  return {
    advance: (codePoint) => {
      // Glyphs past the last long metric share its width.
      const glyph = Math.min(glyphOf(codePoint), longMetrics - 1)
      return view.getUint16(hmtx + glyph * 4) / unitsPerEm
    },
  }
}

function tableOffset(view: DataView, tag: string): number {
  const tables = view.getUint16(4)
  for (let index = 0; index < tables; index++) {
    const record = 12 + index * 16
    const name = String.fromCharCode(...[0, 1, 2, 3].map((byte) => view.getUint8(record + byte)))
    if (name === tag) return view.getUint32(record + 8)
  }
  throw new Error(`font without a ${tag} table`)
}

type GlyphOf = (codePoint: number) => number

function characterMap(view: DataView, cmap: number): GlyphOf {
  const offsets = Array.from({ length: view.getUint16(cmap + 2) }, (_, index) => {
    return cmap + view.getUint32(cmap + 4 + index * 8 + 4)
  })
  const wide = offsets.find((offset) => view.getUint16(offset) === 12)
  const narrow = offsets.find((offset) => view.getUint16(offset) === 4)
  if (wide === undefined && narrow === undefined) throw new Error('font without a cmap of format 4 or 12')
  const lookUpWide = wide === undefined ? () => 0 : wideMap(view, wide)
  const lookUpNarrow = narrow === undefined ? () => 0 : narrowMap(view, narrow)
  return (codePoint) => lookUpWide(codePoint) || lookUpNarrow(codePoint)
}

function wideMap(view: DataView, offset: number): GlyphOf {
  const groups = view.getUint32(offset + 12)
  return (codePoint) => {
    for (let index = 0; index < groups; index++) {
      const group = offset + 16 + index * 12
      if (codePoint > view.getUint32(group + 4)) continue
      const start = view.getUint32(group)
      return codePoint < start ? 0 : view.getUint32(group + 8) + codePoint - start
    }
    return 0
  }
}

function narrowMap(view: DataView, offset: number): GlyphOf {
  const twice = view.getUint16(offset + 6)
  const ends = offset + 14
  const starts = ends + twice + 2
  const deltas = starts + twice
  const ranges = deltas + twice
  return (codePoint) => {
    if (codePoint > 0xffff) return 0
    for (let at = 0; at < twice; at += 2) {
      if (codePoint > view.getUint16(ends + at)) continue
      const start = view.getUint16(starts + at)
      if (codePoint < start) return 0
      const delta = view.getUint16(deltas + at)
      const range = view.getUint16(ranges + at)
      if (range === 0) return (codePoint + delta) & 0xffff
      const glyph = view.getUint16(ranges + at + range + (codePoint - start) * 2)
      return glyph === 0 ? 0 : (glyph + delta) & 0xffff
    }
    return 0
  }
}
