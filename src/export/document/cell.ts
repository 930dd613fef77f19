import { escapeMarkup } from '../../display/index.js'
import type { CodeCell } from '../../lesson/index.js'
import { shellCommands } from '../code/commands.js'
import { highlight, isTooLong } from '../code/highlight.js'
import { scrollable } from '../output/index.js'
import type { PageWords } from '../words/en.js'
import { cellHeight } from './height.js'

export interface CellPlace {
  /** `3.2`: the second cell of section 3. */
  step: string
  language: string
  words: PageWords
}

/** A code cell: what was asked above, what came of it below, in one frame. */
export function codeCell(cell: CodeCell, { step, language, words }: CellPlace, outputs: readonly string[]): string {
  const id = `step-${step.replace('.', '-')}`
  const isShell = /^%%(?:sh|bash)\b/.test(cell.source)
  const [magic = '', ...rest] = isShell ? cell.source.split('\n') : ['']
  const code = isShell
    ? `<span class="c">${escapeMarkup(magic)}</span>\n<span class="sh">${highlight(rest.join('\n'), 'bash')}</span>`
    : highlight(cell.source, language)
  const hasCommands = shellCommands(cell.source).length > 0
  const input =
    `<div class="in"${hasCommands ? ' data-sh' : ''}><a class="step" href="#${id}">${words.step(step)}</a>` +
    `<pre${scrollable(cell.source)}>${code}</pre>${isTooLong(cell.source) ? `<p class="plain">${words.notColoured}</p>` : ''}</div>`
  const shown = outputs.filter((html) => html !== '')
  const note = isUnrun(cell) ? `<p class="unrun">${words.notRun}</p>` : ''
  const output = shown.length + note.length === 0 ? '' : `<div class="out">${note}${shown.join('')}</div>`
  const room = `--room:${cellHeight(code, shown)}px`
  return `<div class="cell" id="${id}" style="${room}">${wrapHidden(cell, input, words)}${output}</div>`
}

/** Whether a cell that does something has neither outputs nor a count. */
export function isUnrun(cell: CodeCell): boolean {
  return cell.source.trim() !== '' && cell.execution_count == null && cell.outputs.length === 0
}

/** Jupyter's ways to say that a cell's code is not for reading. */
function wrapHidden(cell: CodeCell, input: string, { hiddenCode }: PageWords): string {
  const { jupyter, tags = [] } = cell.metadata as { jupyter?: { source_hidden?: boolean }; tags?: string[] }
  const isHidden = jupyter?.source_hidden === true || tags.includes('hide-input') || tags.includes('hide_input')
  return isHidden ? `<details class="code"><summary>${hiddenCode}</summary>${input}</details>` : input
}
