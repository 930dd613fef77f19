/** Wider than any line a person reads; a longer one is no line that a terminal would redraw. Characters. */
const maxLine = 10_000

interface Place {
  character: string
  /** The colour sequences in force. */
  colours: string
}

/**
 * What a terminal shows once everything is written: a carriage return goes back to the line's start and what follows
 * overwrites it, a backspace goes back one place, `ESC[K` clears to the end and `ESC[nA` goes up n lines. So a progress
 * bar of a thousand states is its last one. Colours stay with the characters they were written for.
 */
export function foldTerminal(text: string): string {
  const plain = text.replaceAll('\r\n', '\n')
  if (!/[\r\b]|\u001b\[\d*[AK]/.test(plain)) return plain
  const lines: Place[][] = [[]]
  let row = 0
  let column = 0
  let colours = ''
  for (const [token, up, clear] of plain.matchAll(tokens)) {
    const line = (lines[row] ??= [])
    if (token === '\n') {
      row++
      column = 0
      lines[row] ??= []
    } else if (token === '\r') column = 0
    else if (token === '\b') column = Math.max(0, column - 1)
    else if (up !== undefined) row = Math.max(0, row - Math.max(1, Number(up)))
    else if (clear !== undefined) eraseLine(line, column, clear)
    else if (token.startsWith('\u001b')) colours = nextColours(colours, token)
    else if (column < maxLine) {
      while (line.length < column) line.push({ character: ' ', colours: '' })
      line[column++] = { character: token, colours }
    }
  }
  return lines.map(joinLine).join('\n')
}

const tokens = /\u001b\[(\d{0,3})A|\u001b\[([012]?)K|\u001b\[[0-?]*[ -/]*[@-~]|[\s\S]/gu

function eraseLine(line: Place[], column: number, how: string): void {
  if (how === '1') line.fill({ character: ' ', colours: '' }, 0, column)
  else line.length = how === '2' ? 0 : Math.min(line.length, column)
}

function nextColours(before: string, sequence: string): string {
  if (!sequence.endsWith('m')) return before
  if (/\[0*m$/.test(sequence)) return ''
  // More than a few attributes at once is nothing that anybody sees.
  return before.length + sequence.length > 200 ? sequence : before + sequence
}

function joinLine(line: Place[]): string {
  let colours = ''
  const parts = line.map((place) => {
    const change = place.colours === colours ? '' : `\u001b[0m${place.colours}`
    colours = place.colours
    return change + place.character
  })
  return parts.join('') + (colours === '' ? '' : '\u001b[0m')
}
