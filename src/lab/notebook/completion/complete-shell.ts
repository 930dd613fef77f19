import type { Completion } from '../../../display/index.js'
import { invocationOf, type Invocation } from './invocation.js'
import { ipOptions, readIpCommand } from './ip-grammar.js'
import { commandNames, fileNames, variableNames } from './machine-words.js'
import { typed, wordsOf, type Match, type Meaning, type View } from './network-words.js'
import { expectedOf, networkPrograms } from './programs.js'
import type { Scene } from './scene.js'
import { shellCursorAt, type ShellCursor } from './shell-cursor.js'

/** What may be typed next in lines of the lab's shell. */
export async function completeShell(script: string, cursor: number, scene: Scene): Promise<Completion> {
  const at = shellCursorAt(script, cursor)
  if (!at) return { start: cursor, end: cursor, matches: [] }
  const matches = (await matchesAt(at, script, scene)).filter((match) => isBegun(match, at))
  return { start: at.start, end: cursor, matches }
}

/** Files have been chosen already: their names may be written with backslashes. */
function isBegun({ text, type }: Match, { typed: begun }: ShellCursor): boolean {
  return type === 'file' || type === 'folder' || text.startsWith(begun)
}

async function matchesAt(at: ShellCursor, script: string, scene: Scene): Promise<Match[]> {
  if (at.expects === 'variable') return variableNames(script, scene)
  if (at.expects === 'file') return fileNames(at, scene)
  const invocation = invocationOf(at.words)
  const [program] = invocation.words
  if (program === undefined) return commandsAt(at, scene)
  const view = viewOf(invocation, scene)
  if (program === 'ip' || program === 'bridge' || program === 'tc') return ipMatches(program, invocation, at, view)
  const expected = expectedOf(invocation.words)
  return expected ? [...named(expected.meanings, view), ...typed('keyword', expected.words)] : fileNames(at, scene)
}

async function commandsAt(at: ShellCursor, scene: Scene): Promise<Match[]> {
  if (at.typed.includes('/')) return fileNames(at, scene)
  const names = await commandNames(scene)
  const first = networkPrograms.filter((name) => names.includes(name))
  // All of them would be thousands: who has typed nothing is offered what this is about.
  return typed('command', at.typed === '' ? first : [...first, ...names])
}

async function ipMatches(
  program: string,
  { words, options }: Invocation,
  { typed: begun }: ShellCursor,
  view: View | undefined,
): Promise<Match[]> {
  const last = options.at(-1)
  if (last !== undefined && /^-{1,2}n(?:etns)?$/.test(last)) return named(['namespace'], view)
  const known = await ipOptions(program)
  const values = (last === undefined ? undefined : known.get(last)) ?? []
  const texts = values.flatMap((value) => (value.kind === 'word' ? [value.text] : []))
  if (texts.length > 0) return typed('keyword', texts)
  if (begun.startsWith('-') && words.length === 1) return typed('option', [...known.keys()])
  const command = await readIpCommand(words)
  return [...named(command.meanings, view), ...typed('keyword', command.words)]
}

function named(meanings: readonly Meaning[], view: View | undefined): Match[] {
  return view ? meanings.flatMap((meaning) => wordsOf(meaning, view)) : []
}

/** Undefined: there is no network to look at. */
export function viewOf({ namespace }: Invocation, { state, node, place }: Scene): View | undefined {
  return state && { state, node, namespace: namespace ?? (place ? place.namespace : 'root') }
}
