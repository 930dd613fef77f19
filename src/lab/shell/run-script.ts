import { currentSink } from '../../display/index.js'
import type { Node, Shell } from '../../engine/index.js'
import { describeChange, diff, notableChanges, ofNode, type Change, type NetworkState } from '../../network/index.js'
import { changesTable } from '../../views/index.js'
import { changeWords } from '../change-words.js'
import { hintsFor } from '../hints/index.js'
import type { NetworkReader } from '../network-reader.js'
import type { EventLog } from '../event-log.js'
import { inForeground } from '../notebook/foreground.js'
import { findPlaceholder } from '../text/placeholders.js'
import type { ShellScript } from '../text/template.js'
import { CommandError, failureWords } from './command-error.js'
import { commandResult, type CommandResult } from './command-result.js'
import type { ShOptions } from './options.js'
import type { CommandOutcome } from './outcome.js'
import { placeWords, rememberPlace } from './place.js'

export interface RunContext {
  /** The machine whose shell it is. */
  node: Node
  /** Its name in the lab's network. */
  nodeName: string
  network: NetworkReader
  log: EventLog
  /** Number of the call, for the log. */
  id: number
  /** Told when the network may have changed, with the state after the call. */
  onState: (state: NetworkState) => void
}

/** Runs a script in the lab's shell, shows what it prints and then what it changed, and judges how it went. */
export async function runScript(script: ShellScript, options: ShOptions, context: RunContext): Promise<CommandResult> {
  refusePlaceholder(script)
  let shell: Shell | undefined
  const stop = { isAsked: false }
  const ask = (tell: 'interrupt' | 'stop') => (): boolean => {
    // Also where no command runs just now: while the state is read before it, and after it.
    stop.isAsked = true
    shell?.[tell]()
    return true
  }
  return inForeground({ interrupt: ask('interrupt'), stop: ask('stop') }, async () => {
    const [opened, before] = await Promise.all([context.node.shell(), context.network.recent()])
    shell = opened
    if (stop.isAsked) throw new CommandError('STOPPED', 'Stopped before anything was run.', nothingRan(script), null)
    return runInShell(shell, before, script, options, context, stop)
  })
}

async function runInShell(
  shell: Shell,
  before: NetworkState,
  script: ShellScript,
  options: ShOptions,
  { node, network, log, id, nodeName, onState }: RunContext,
  stop: { isAsked: boolean },
): Promise<CommandResult> {
  const sink = currentSink()
  const isShown = options.quiet !== true
  if (script.hasCommandsInComments && isAllComment(script) && isShown) sink.stream('stderr', allComment)
  log.emit({ kind: 'command-started', id, command: script.script.trim() })
  const result = await shell.run(script.script, {
    onOutput: (name, text) => {
      if (isShown) sink.stream(name, text)
    },
    ...(options.timeoutMs !== undefined && { timeoutMs: options.timeoutMs }),
    ...(options.forMs !== undefined && { forMs: options.forMs }),
  })
  rememberPlace(node, result.place)
  log.emit({ kind: 'command-ended', id, exitCode: result.exitCode, durationMs: result.durationMs })
  const after = await network.read(before)
  const outcome: CommandOutcome = {
    ...result,
    isInterrupted: result.isInterrupted || stop.isAsked,
    failures: result.failures.map((failure) => ({ ...failure, line: script.authorLine(failure.line) })),
    changes: diff(before, after),
  }
  if (isShown) {
    if (notableChanges(outcome.changes).length > 0) sink.display(changesTable(outcome.changes, [], changeWords()))
    if (outcome.place.depth > 0) sink.stream('stdout', `${placeWords(outcome.place)}\n`)
  }
  onState(after)
  judge(outcome, script, options, ofNode(after, nodeName), node.emptyFolder)
  return commandResult(outcome)
}

/** @throws CommandError where the call did not go as its options say that it should. */
function judge(
  outcome: CommandOutcome,
  script: ShellScript,
  options: ShOptions,
  state: NetworkState,
  emptyFolder: string | undefined,
): void {
  const failed = outcome.failures.length > 0 || outcome.signal !== null
  if (outcome.timedOut) {
    throw new CommandError(
      'TIMED_OUT',
      `Not done within ${options.timeoutMs ?? 0} ms (timeoutMs): stopped, and the lines after it did not run.`,
      outcome,
      undoHint(outcome.changes),
    )
  }
  if (outcome.isInterrupted) {
    throw new CommandError('STOPPED', 'The command in the foreground was stopped.', outcome, undoHint(outcome.changes))
  }
  if (failed && (options.fails ?? false) === false) {
    throw new CommandError(
      'FAILED',
      failureWords(outcome, { wasShown: options.quiet !== true }),
      outcome,
      hintsFor(outcome, script, state, emptyFolder),
    )
  }
  if (!failed && options.fails === true) {
    const what = 'Nothing failed, though this call says that something must (fails: true, or %%sh --fails).'
    throw new CommandError('NOTHING_FAILED', what, outcome, null)
  }
}

/** What was changed until a stop, and how to be rid of it; null where nothing was. */
function undoHint(changes: readonly Change[]): string | null {
  const words = notableChanges(changes).map(describeChange)
  if (words.length === 0) return null
  const rest = words.length > 3 ? `; and ${words.length - 3} more` : ''
  return `By then: ${words.slice(0, 3).join('; ')}${rest}. Take it back: await lab.undo()`
}

function refusePlaceholder(script: ShellScript): void {
  const found = findPlaceholder(script.script)
  if (found === undefined) return
  const line = script.authorLine(found.line)
  const what = `Line ${line} has a gap to be filled in: ${found.text}`
  const hint = `Put what ${found.placeholder} stands for in its place, without the angle brackets. Nothing was run.`
  throw new CommandError('PLACEHOLDER', what, nothingRan(script), hint)
}

function nothingRan(script: ShellScript): CommandOutcome {
  return {
    command: script.script,
    stdout: '',
    stderr: '',
    exitCode: null,
    signal: null,
    durationMs: 0,
    timedOut: false,
    isInterrupted: false,
    isTruncated: false,
    changes: [],
    failures: [],
    place: { depth: 0, namespace: 'root', directory: '' },
  }
}

function isAllComment(script: ShellScript): boolean {
  return script.script.split('\n').every((line) => /^\s*(?:#|$)/.test(line))
}

const allComment =
  'Every line begins with #, which makes it a comment: nothing was run. If # is the prompt of root, take it away.\n'
