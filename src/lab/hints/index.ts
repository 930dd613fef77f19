import type { CommandFailure } from '../../engine/index.js'
import type { NetworkState } from '../../network/index.js'
import type { CommandOutcome } from '../shell/outcome.js'
import { lookalikeIn } from '../text/lookalikes.js'
import type { ShellScript } from '../text/template.js'
import { folderHint } from './folder.js'
import type { Hint } from './hint.js'
import { linkHints } from './links.js'
import { namespaceOfCommand } from './look.js'
import { missingHints } from './missing.js'
import { programHints } from './programs.js'
import { routeHints, silence } from './routes.js'
import { takenHints } from './taken.js'
import { wordHints } from './words.js'

const hints: readonly Hint[] = [
  ...takenHints,
  ...missingHints,
  ...routeHints,
  ...linkHints,
  ...wordHints,
  ...programHints,
]
const mostHints = 3

/**
 * Why commands failed and what to try, a line each; null where nothing is known. Read from what they said and from the
 * network as it is now. `emptyFolder`: as `Node` has it.
 */
export function hintsFor(
  outcome: CommandOutcome,
  script: ShellScript,
  state: NetworkState,
  emptyFolder?: string,
): string | null {
  const found = new Set<string>()
  const lines = script.script.split('\n')
  for (const failure of outcome.failures) {
    const line = lines.find((text, at) => script.authorLine(at + 1) === failure.line && text !== '') ?? ''
    const lookalike = lookalikeIn(line)
    if (lookalike !== null) found.add(lookalike)
    const gap = /<[a-z][\w -]*>/.exec(line)?.[0]
    if (gap !== undefined)
      found.add(
        `${gap} looks like a gap to be filled in: put what it stands for in its place, without the angle brackets.`,
      )
  }
  if (script.hasCommandsInComments && outcome.failures.some(({ exitCode }) => exitCode === 127)) {
    found.add(
      'A line that begins with # is a comment. If # is the prompt of root here, take it away, and the printed output too.',
    )
  }
  const open = [...outcome.failures]
  for (const said of outcome.stderr.split('\n')) {
    const inFolder = emptyFolder === undefined ? null : folderHint(said, emptyFolder)
    const hint = inFolder ?? explain(said, open, outcome, state)
    if (hint !== null) found.add(hint)
  }
  for (const failure of open) {
    if (!/\bping\b/.test(failure.command) || failure.exitCode !== 1) continue
    const hint = silence({ command: failure.command, namespace: placeOf(failure, outcome), state })
    if (hint !== null) found.add(hint)
  }
  return found.size === 0 ? null : [...found].slice(0, mostHints).join('\n')
}

/** The first hint that knows the line; the failure that said it is taken out of `open`, since a command says one thing. */
function explain(line: string, open: CommandFailure[], outcome: CommandOutcome, state: NetworkState): string | null {
  for (const hint of hints) {
    const said = hint.says.exec(line)
    if (said === null) continue
    const failure = speakerOf(hint, said, open)
    if (hint.by !== undefined && failure === undefined) continue
    const command = failure?.command ?? ''
    const text = hint.explain({ said, command, namespace: placeOf(failure, outcome), state })
    if (text === null) continue
    if (failure !== undefined) open.splice(open.indexOf(failure), 1)
    return text.charAt(0) === text.charAt(0).toLowerCase() && /^(the|its|a) /.test(text) ? capital(text) : text
  }
  return null
}

/** A failure whose command names what the line names, else the first that can have said it. */
function speakerOf(hint: Hint, said: RegExpExecArray, open: readonly CommandFailure[]): CommandFailure | undefined {
  const able = open.filter(({ command }) => hint.by === undefined || hint.by.test(command))
  const names = said.slice(1).filter((name) => name !== undefined)
  return able.find(({ command }) => names.some((name) => command.includes(name))) ?? able[0]
}

function placeOf(failure: CommandFailure | undefined, outcome: CommandOutcome): string {
  return namespaceOfCommand(failure?.command ?? '', outcome.place.namespace ?? 'root')
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
