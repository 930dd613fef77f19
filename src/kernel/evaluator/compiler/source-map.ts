/** Where a place in compiled code comes from. Lines and columns count from 1. */
export type Origin = (line: number, column: number) => { line: number; column: number } | undefined

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

interface Segment {
  column: number
  sourceLine: number
  sourceColumn: number
}

/**
 * Reads a source map of one source.
 *
 * Format: ECMA-426, "mappings": lines by semicolons, segments by commas, each of base-64 variable-length differences to
 * the one before: generated column, source, source line, source column.
 */
export function readSourceMap(json: string): Origin {
  const { mappings } = JSON.parse(json) as { mappings: string }
  let lines: Segment[][] | undefined
  return (line, column) => {
    lines ??= decode(mappings)
    const segment = lines[line - 1]?.findLast((candidate) => candidate.column <= column - 1) ?? lines[line - 1]?.[0]
    return segment && { line: segment.sourceLine + 1, column: segment.sourceColumn + 1 }
  }
}

function decode(mappings: string): Segment[][] {
  let sourceLine = 0
  let sourceColumn = 0
  return mappings.split(';').map((line) => {
    let column = 0
    const segments: Segment[] = []
    for (const text of line.split(',')) {
      const [toColumn, , toSourceLine, toSourceColumn] = numbers(text)
      if (toColumn === undefined) continue
      column += toColumn
      if (toSourceLine === undefined || toSourceColumn === undefined) continue
      sourceLine += toSourceLine
      sourceColumn += toSourceColumn
      segments.push({ column, sourceLine, sourceColumn })
    }
    return segments
  })
}

function numbers(text: string): number[] {
  const values: number[] = []
  let value = 0
  let shift = 0
  for (const character of text) {
    const digit = digits.indexOf(character)
    value += (digit & 31) << shift
    shift += 5
    if (digit & 32) continue
    values.push(value & 1 ? -(value >> 1) : value >> 1)
    value = 0
    shift = 0
  }
  return values
}
