import { mime, type Displayable, type MimeBundle } from '../../display/index.js'
import { notableChanges } from '../../network/index.js'
import { changesTable } from '../../views/index.js'
import { changeWords } from '../change-words.js'
import { showable } from '../shown.js'
import type { CommandOutcome } from './outcome.js'

/** What a call of lab.sh did: its output, what it changed in the network, and which of its commands failed. */
export interface CommandResult extends CommandOutcome, Displayable {}

/** Shown as the call went, or meant not to be shown by it (`quiet`): in its own cell it adds nothing. */
export function commandResult(outcome: CommandOutcome): CommandResult {
  return showable(outcome, { wasShown: true, bundle: () => bundleOf(outcome) })
}

/** What the call printed, and below it what it changed. */
function bundleOf(outcome: CommandOutcome): MimeBundle {
  const printed = (outcome.stdout + outcome.stderr).trimEnd()
  const changes =
    notableChanges(outcome.changes).length > 0 ? changesTable(outcome.changes, [], changeWords()) : undefined
  if (printed === '' && changes) return changes
  const text = [printed, changes?.[mime.text] ?? ''].filter((part) => part !== '').join('\n')
  return { [mime.text]: text === '' ? 'Nothing was printed, and nothing changed.' : text }
}
