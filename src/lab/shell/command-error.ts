import { inspect } from 'node:util'
import type { CommandFailure, ShellPlace } from '../../engine/index.js'
import type { Change } from '../../network/index.js'
import { exitWords, type CommandOutcome } from './outcome.js'

export type CommandErrorCode =
  /** One or more commands failed: see `failures`. */
  | 'FAILED'
  /** `fails: true`, and nothing failed. */
  | 'NOTHING_FAILED'
  /** The stop button. */
  | 'STOPPED'
  /** Not done within `timeoutMs`. */
  | 'TIMED_OUT'
  /** A gap like `<PID>` was not filled in; nothing was run. */
  | 'PLACEHOLDER'

/**
 * A call of lab.sh that did not go as it should; thrown after all its lines ran. Has the fields of a CommandResult, a
 * `code`, and a `hint`: why it failed as far as the network tells, and what to try.
 */
export class CommandError extends Error implements CommandOutcome {
  override readonly name = 'CommandError'
  declare readonly code: CommandErrorCode
  /** Why, and what to do; one line each. Null where nothing is known. */
  declare readonly hint: string | null
  declare readonly command: string
  declare readonly stdout: string
  declare readonly stderr: string
  declare readonly exitCode: number | null
  declare readonly signal: string | null
  declare readonly durationMs: number
  declare readonly timedOut: boolean
  declare readonly isInterrupted: boolean
  declare readonly isTruncated: boolean
  declare readonly changes: Change[]
  declare readonly failures: CommandFailure[]
  declare readonly place: ShellPlace

  constructor(code: CommandErrorCode, what: string, outcome: CommandOutcome, hint: string | null) {
    super([what, ...(hint === null ? [] : [hint])].join('\n'))
    for (const [field, value] of Object.entries({ ...outcome, code, hint })) {
      // Not enumerable: a console prints an error's own fields, and the message has said it all.
      Object.defineProperty(this, field, { value })
    }
  }

  /** As an error prints: its message and where it was called, not all that the commands said once more. */
  [inspect.custom](): string {
    return this.stack ?? `${this.name}: ${this.message}`
  }
}

/**
 * What failed, for people: the command, its line and its exit code; and what it said, where that was not shown as it
 * came.
 */
export function failureWords(outcome: CommandOutcome, { wasShown }: { wasShown: boolean }): string {
  const [first, ...others] = outcome.failures
  const said = wasShown ? '' : lastLines(outcome.stderr, 8)
  const saying = said === '' ? [] : [said]
  if (first === undefined) return ['A command failed', ...saying].join('\n')
  if (others.length === 0)
    return [`${oneLine(first.command)} (line ${first.line}) ${exitWords(first.exitCode)}`, ...saying].join('\n')
  const list = outcome.failures
    .slice(0, 8)
    .map((each) => `  line ${each.line}: ${oneLine(each.command)} ${exitWords(each.exitCode)}`)
  const more = outcome.failures.length - list.length
  return [
    `${outcome.failures.length} commands failed:`,
    ...list,
    ...(more > 0 ? [`  and ${more} more`] : []),
    ...saying,
  ].join('\n')
}

function lastLines(text: string, count: number): string {
  const lines = text.trimEnd().split('\n')
  return lines.length > count ? ['…', ...lines.slice(-count)].join('\n') : lines.join('\n')
}

function oneLine(command: string): string {
  const [first = '', ...rest] = command.trim().split('\n')
  const text = rest.length > 0 ? `${first} …` : first
  return text.length > 160 ? `${text.slice(0, 159)}…` : text
}
