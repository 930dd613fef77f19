import type { CodeCell } from '../../nbformat.js'

/** Lines of shell in a cell, and the line of the cell on which they begin, from 1. */
export interface ShellText {
  text: string
  line: number
}

/** What is below `%%sh`, or between the backticks of ``lab.sh`…` ``; what is put in by `${…}` is a word. */
export function shellTextsOf({ source }: CodeCell): ShellText[] {
  const magic = /^\s*%%sh\b[^\n]*\n/.exec(source)
  if (magic) return [{ text: source.slice(magic[0].length), line: magic[0].split('\n').length }]
  return [...source.matchAll(/\bsh(?:\([^)]*\))?`((?:[^`\\]|\\[^])*)`/g)].map((match) => ({
    text: (match[1] ?? '').replace(/\$\{[^}]*\}/g, (value) => 'x'.repeat(value.length)),
    line: source.slice(0, (match.index ?? 0) + match[0].indexOf('`')).split('\n').length,
  }))
}
