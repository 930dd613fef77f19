import { fileURLToPath } from 'node:url'
import { attempt, read } from './reading.js'

/** The name of a run's compiled code in stacks; spaces are not allowed there. */
export const scriptName = (run: number): string => `${scriptPrefix}${run}`
const scriptPrefix = 'vethbook-run-'

/** The evaluator's name in stacks where it comes from a start-up snapshot. */
export const bundleName = 'vethbook-evaluator.cjs'

/** Node's name for code that cannot be compiled, as its own name stands at its end. */
export const unnamed = 'evalmachine.<anonymous>'

/**
 * Where in which cell or file a place in compiled code comes from; undefined: not known.
 *
 * @param code the number of a run, the path of a file, or `unnamed`
 */
export type PlaceOf = (
  code: number | string,
  line: number,
  column: number,
) => { in: string; line: number; column: number } | undefined

/** Folders whose frames say nothing to the person who wrote the cell. */
const ours = fileURLToPath(new URL('../../', import.meta.url))

const isOfNobody = (frame: string): boolean =>
  !frame.includes(scriptPrefix) &&
  (/node:|\(<anonymous>\)|evalmachine|\/tslab\/dist\//.test(frame) ||
    frame.includes(ours) ||
    frame.includes(bundleName))

/**
 * The frames of a stack in terms of cells and files, outermost last; none of ours or of Node.
 *
 * Format: V8's `error.stack`, which is what the error says of itself, then lines `    at caller (file:line:column)`. In
 * front of a syntax error stand its file and line, the line itself and a row of `^` below the mistake.
 */
export function framesOf(stack: string, error: Error, placeOf: PlaceOf): string[] {
  const { head, frames } = split(stack, error)
  const told = frames.flatMap((line) => frameOf(line, placeOf) ?? [])
  const mistake = mistakeIn(head, placeOf)
  // Node puts the line in front of what a cell throws, too, where the frames say the same.
  const isMistake = read(error, 'name') === 'SyntaxError' && !told.some((frame) => frame.includes(mistake.name))
  return mistake.frame !== undefined && (told.length === 0 || isMistake) ? [mistake.frame, ...told] : told
}

/** Where the line in front of an error is, and what a frame of the same script would hold. */
function mistakeIn(head: string, placeOf: PlaceOf): { name: string; frame: string | undefined } {
  const [, script = '', line, space = ''] = /^(.+):(\d+)\n.*\n( *)\^+\n/.exec(head) ?? []
  const column = space.length + 1
  // A cell that cannot be compiled has no frame; a text that a cell has given to Node has one of that cell.
  if (script === unnamed) return { name: 'Cell [', frame: frameAt(placeOf(unnamed, Number(line), column)) }
  const isFile = /^(?:\/|file:|vethbook-run-)/.test(script)
  return { name: script, frame: isFile ? frameOf(`    at ${script}:${line}:${column}`, placeOf) : undefined }
}

/** The message may look like frames, too. */
function split(stack: string, error: Error): { head: string; frames: string[] } {
  const message = read(error, 'message')
  const at = typeof message === 'string' ? stack.indexOf(message) : -1
  const end = at < 0 ? 0 : at + (message as string).length
  const lines = stack.slice(end).split('\n')
  const first = lines.findLastIndex((line) => !/^\s+at /.test(line)) + 1
  return { head: stack.slice(0, end) + lines.slice(0, first).join('\n'), frames: lines.slice(first) }
}

/** Undefined: it is to be left out. */
function frameOf(line: string, placeOf: PlaceOf): string | undefined {
  if (isOfNobody(line)) return undefined
  const run = /vethbook-run-(\d+):(\d+):(\d+)/.exec(line)
  const file = /^\s+at (?:async )?(?:.+? \()?(?:file:\/\/)?(\/.+):(\d+):(\d+)\)?$/.exec(line)
  const [, code = '', lineNumber, column] = run ?? file ?? []
  const place = code === '' ? undefined : placeOf(run ? Number(code) : code, Number(lineNumber), Number(column))
  // What the compiler or the executor has put around a cell is no place in it.
  if (!place) return run ? undefined : line
  return frameAt(place, /at (?:async )?([^(]+) \(/.exec(line)?.[1])
}

function frameAt(place: ReturnType<PlaceOf>, caller?: string): string | undefined {
  if (!place) return undefined
  const where = `${place.in}:${place.line}:${place.column}`
  return caller === undefined ? `    at ${where}` : `    at ${caller} (${where})`
}

/** What V8 hands over of a frame; as text it is what stands behind `at`. */
type CallSite = NodeJS.CallSite & { toString(): string }
type Prepare = (error: Error, frames: CallSite[]) => unknown

/**
 * Lets `error.stack` itself speak of cells, wherever it is printed: `console.error(error)` in a cell, an error as its
 * value. A stack in which no cell occurs stays as it is.
 */
export function mapStacks(placeOf: PlaceOf): void {
  // Ten are V8's own measure; Node's loader alone takes as many, and none of those is told.
  Error.stackTraceLimit = Math.max(Error.stackTraceLimit, 30)
  const former = Error.prepareStackTrace as Prepare | undefined
  Error.prepareStackTrace = (error, frames: CallSite[]) => {
    const text = former ? attempt(() => former(error, frames)) : undefined
    const lines = frames.map((frame) => `    at ${frame.toString()}`)
    const stack = text ?? [attempt(() => String(error)) ?? 'Error', ...lines].join('\n')
    if (typeof stack !== 'string' || !lines.some((line) => line.includes(scriptPrefix))) return stack
    return [split(stack, error).head, ...lines.flatMap((line) => frameOf(line, placeOf) ?? [])].join('\n')
  }
}
