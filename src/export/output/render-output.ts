import { stripAnsi } from './ansi.js'
import { bundleText, type Bundle } from './bundle.js'
import { bundleHtml } from './bundle-html.js'
import { errorHtml } from './error-html.js'
import { nothing } from './not-shown.js'
import { foldTerminal } from './terminal.js'
import { textHtml } from './text-html.js'
import type { NotebookOutput, OutputContext, RenderedOutput } from './types.js'

/**
 * One output of a cell, of whatever origin → safe HTML and its words. Never throws for what an output holds: what cannot
 * be shown is named.
 *
 * Streams that follow each other are one text to a reader: join them first (joinStreams), or a progress bar written in
 * pieces cannot fold.
 */
export async function renderOutput(output: NotebookOutput, context: OutputContext): Promise<RenderedOutput> {
  switch (output.output_type) {
    case 'stream':
      return streamHtml(bundleText(output.text), output.name, context)
    case 'error':
      return errorHtml(bundleText(output.ename), bundleText(output.evalue), strings(output.traceback), context)
    case 'display_data':
    case 'execute_result':
      return await bundleHtml(asBundle(output.data), context)
    default:
      return nothing
  }
}

function streamHtml(text: string, name: string, context: OutputContext): RenderedOutput {
  const folded = foldTerminal(text)
  const words = stripAnsi(folded)
  if (words.trim() === '') return nothing
  const className = name === 'stderr' ? 'o-text o-stderr' : 'o-text'
  return { kind: 'stream', text: words, html: textHtml(folded, { className, words: context.words }) }
}

/** Neighbouring pieces of one stream as one output, in the order they were written. */
export function joinStreams(outputs: readonly NotebookOutput[]): NotebookOutput[] {
  const joined: NotebookOutput[] = []
  for (const output of outputs) {
    const last = joined.at(-1)
    if (output.output_type === 'stream' && last?.output_type === 'stream' && last.name === output.name) {
      joined[joined.length - 1] = { ...last, text: bundleText(last.text) + bundleText(output.text) }
    } else joined.push(output)
  }
  return joined
}

function asBundle(data: unknown): Bundle {
  return typeof data === 'object' && data !== null ? (data as Bundle) : {}
}

function strings(value: unknown): string[] {
  return Array.isArray(value)
    ? value.filter((part) => typeof part === 'string')
    : typeof value === 'string'
      ? [value]
      : []
}
