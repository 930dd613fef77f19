import { stripVTControlCharacters } from 'node:util'
import type { CellRun, Output } from '../lesson/index.js'

/** `  3/25  sudo ip netns add ns1 …`, of one width, so that the times stand below each other. */
export function cellLine(number: number, total: number, source: string): string {
  const width = 60
  return `  ${`${number}/${total}`.padStart(7)}  ${firstCommand(source, width).padEnd(width)}`
}

/** A cell in a line of at most `width` characters, with an ellipsis where that is not all of it. */
export function firstCommand(source: string, width: number): string {
  const lines = source.trim().split('\n')
  // The magic's own line says little, and so do imports: show the first command below them.
  const start = Math.max(
    0,
    lines.findIndex((line) => !/^(import |$)/.test(line)),
  )
  const head = lines.slice(start, start + (lines[start]?.startsWith('%%') ? 2 : 1))
  const shown = head.join(' ')
  const isWhole = shown.length <= width && start + head.length === lines.length
  return isWhole ? shown : `${shown.slice(0, width - 2).trimEnd()} …`
}

/** The cell, what it showed and its error, for someone who sees nothing but this text. */
export function failureReport(path: string, { number, cell }: CellRun): string {
  const shown = cell.outputs.filter(({ output_type }) => output_type !== 'error').map(textOf)
  const errors = cell.outputs.filter(({ output_type }) => output_type === 'error').map(textOf)
  return [
    `\nCell ${number} of ${path}:`,
    indented(cell.source),
    ...(shown.length > 0 ? ['What it showed:', indented(shown.join(''))] : []),
    'The error:',
    indented(errors.join('') || 'none was sent: the cell did not run'),
    '',
  ].join('\n')
}

function textOf(output: Output): string {
  switch (output.output_type) {
    case 'stream':
      return output.text
    case 'error':
      return endLine(stripVTControlCharacters(output.traceback.join('\n') || `${output.ename}: ${output.evalue}`))
    default: {
      const text = output.data['text/plain']
      return endLine(typeof text === 'string' ? text : `(${Object.keys(output.data).join(', ')})`)
    }
  }
}

function endLine(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`
}

function indented(text: string): string {
  return text.trimEnd().replace(/^/gm, '    ')
}
