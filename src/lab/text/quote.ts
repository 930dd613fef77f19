/** Values as words of a shell's line: bash(1), "QUOTING". */

/** Words that bash would take for its own grammar where a command may stand. */
const reserved = new Set(
  'if then else elif fi case esac for select while until do done in function time coproc'.split(' '),
)

/** One word, whatever is in it. Control characters go into `$'…'`, so that a word never spans lines. */
export function quoteWord(value: string): string {
  if (value === '') return "''"
  if (/^[\w./:@%+,-]+$/.test(value) && !/^\d+$/.test(value) && !reserved.has(value)) return value
  if (hasControl(value)) return quoteAnsi(value)
  // All digits would be a file descriptor in front of `>`, but read better bare elsewhere: see template.ts.
  if (/^\d+$/.test(value)) return value
  return `'${value.replaceAll("'", String.raw`'\''`)}'`
}

/** Inside `"…"`. */
export function quoteInDouble(value: string): string {
  return value.replace(/[\\"$`]/g, String.raw`\$&`).replace(controls, (run) => `"${quoteAnsi(run)}"`)
}

/** Inside `'…'`. */
export function quoteInSingle(value: string): string {
  return value.replaceAll("'", String.raw`'\''`).replace(controls, (run) => `'${quoteAnsi(run)}'`)
}

/** Inside `$'…'`. */
export function escapeAnsi(value: string): string {
  return value
    .replace(/[\\']/g, String.raw`\$&`)
    .replace(/\n/g, String.raw`\n`)
    .replace(controls, (run) =>
      [...run].map((char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`).join(''),
    )
}

/** In the body of a here-document whose delimiter is not quoted. */
export function escapeInHeredoc(value: string): string {
  return value.replace(/[\\$`]/g, String.raw`\$&`)
}

const controls = /[\u0000-\u001f\u007f]+/g

function hasControl(value: string): boolean {
  controls.lastIndex = 0
  return controls.test(value)
}

function quoteAnsi(value: string): string {
  return `$'${escapeAnsi(value)}'`
}
