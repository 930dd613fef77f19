import { afterHash, afterSecondPrompt, promptLength } from './prompts.js'
import { isRootCommand } from './root-prompt.js'
import { ShellSyntax } from './shell-syntax.js'

/**
 * A tutorial's block as people paste it, made into what a terminal would have been given: prompts taken away, printed
 * output left out, everything else as it stands. Lines keep their numbers, so that a failure names the author's line.
 */
export interface Transcript {
  /** What bash is given: as many lines as the block has; one that is not run is empty. */
  script: string
  /** The block has prompts, so that only lines behind one are commands. */
  isPrompted: boolean
  /** The block has no prompts, and what looks like a command behind a `# `: a comment, or the prompt of root. */
  hasCommandsInComments: boolean
}

export function readTranscript(block: string): Transcript {
  const lines = dedent(block.replace(/\r\n/g, '\n').split('\n'))
  const isPrompted = hasPrompts(lines)
  const script = isPrompted ? takeCommands(lines) : takeSecondPrompts(lines)
  const hasCommandsInComments = !isPrompted && lines.some((line) => isRootCommand(afterHash(line) ?? '', new Set()))
  return { script: script.join('\n'), isPrompted, hasCommandsInComments }
}

/** Takes away the blanks that all lines begin with, as a Markdown list or an indented template has them. */
function dedent(lines: readonly string[]): string[] {
  const indents = lines.filter((line) => line.trim() !== '').map((line) => /^[ \t]*/.exec(line)?.[0] ?? '')
  let common = indents[0] ?? ''
  for (const indent of indents) while (!indent.startsWith(common)) common = common.slice(0, -1)
  return lines.map((line) => (line.startsWith(common) ? line.slice(common.length) : line.trimStart()))
}

/** Whether any line that starts a command has a prompt; what looks like one inside a here-document or a string has not. */
function hasPrompts(lines: readonly string[]): boolean {
  const first = lines.find((line) => line.trim() !== '' && !/^\s*#/.test(line))
  if (first === undefined) return false
  if (promptLength(first) > 0) return true
  const syntax = new ShellSyntax()
  for (const line of lines) {
    if (syntax.isComplete && promptLength(line) > 0) return true
    syntax.line(line)
  }
  // Printed output may have a quote that nothing closes: then quotes say nothing about where commands start.
  return !syntax.isComplete && lines.some((line) => promptLength(line) > 0)
}

function takeCommands(lines: readonly string[]): string[] {
  const taken: string[] = []
  const seenCommands = new Set<string>()
  for (let at = 0; at < lines.length;) {
    const command = commandOn(lines[at] as string, seenCommands)
    if (command === undefined) {
      taken.push('')
      at++
      continue
    }
    seenCommands.add(/^(?:sudo\s+)?(\S+)/.exec(command)?.[1] ?? '')
    const syntax = new ShellSyntax()
    syntax.line(command)
    taken.push(command)
    at++
    at = takeRest(lines, at, syntax, taken)
  }
  return taken
}

function commandOn(line: string, seenCommands: ReadonlySet<string>): string | undefined {
  const length = promptLength(line)
  if (length > 0) return line.slice(length)
  const text = afterHash(line)
  return text !== undefined && isRootCommand(text, seenCommands) ? text : undefined
}

/** The lines that belong to an unfinished command, without their `> `; the index of the line behind them. */
function takeRest(lines: readonly string[], from: number, syntax: ShellSyntax, taken: string[]): number {
  let at = from
  while (at < lines.length && !syntax.isComplete) {
    const heredoc = syntax.heredoc
    if (heredoc) {
      const count = bodyLength(lines, at, heredoc.delimiter)
      for (const line of bodyOf(lines.slice(at, at + count), heredoc.delimiter)) {
        syntax.line(line)
        taken.push(line)
      }
      at += count
      continue
    }
    const line = lines[at] as string
    // The author left something open and went on: the next prompt starts the next command all the same.
    if (promptLength(line) > 0) break
    const rest = afterSecondPrompt(line) ?? line
    syntax.line(rest)
    taken.push(rest)
    at++
  }
  return at
}

/** Lines up to the delimiter and with it; all that is left where there is none. */
function bodyLength(lines: readonly string[], from: number, delimiter: string): number {
  const end = lines.findIndex((line, at) => at >= from && isDelimiter(line, delimiter))
  return (end < 0 ? lines.length : end + 1) - from
}

function isDelimiter(line: string, delimiter: string): boolean {
  return line.replace(/^\t+/, '') === delimiter || afterSecondPrompt(line)?.replace(/^\t+/, '') === delimiter
}

/** A body whose delimiter stands behind `> ` was typed at a terminal: each of its lines has that prompt. */
function bodyOf(body: readonly string[], delimiter: string): string[] {
  const last = body.at(-1)
  const isTyped = last !== undefined && afterSecondPrompt(last)?.replace(/^\t+/, '') === delimiter
  return isTyped ? body.map((line) => afterSecondPrompt(line) ?? line) : [...body]
}

/** A block whose first prompts were taken away by hand, and whose here-documents still have their `> `. */
function takeSecondPrompts(lines: readonly string[]): string[] {
  const taken: string[] = []
  const syntax = new ShellSyntax()
  for (let at = 0; at < lines.length;) {
    const heredoc = syntax.heredoc
    const body = heredoc
      ? bodyOf(lines.slice(at, at + bodyLength(lines, at, heredoc.delimiter)), heredoc.delimiter)
      : [lines[at] as string]
    for (const line of body) {
      syntax.line(line)
      taken.push(line)
    }
    at += body.length
  }
  return taken
}
