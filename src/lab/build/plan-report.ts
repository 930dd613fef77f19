import { mime, type Displayable, type MimeBundle } from '../../display/index.js'
import { describeOperation, type Operation } from '../../network/index.js'
import { showable } from '../shown.js'

/** What lab.build would do. Shown as the commands that one would type. */
export interface PlanReport extends Displayable {
  operations: Operation[]
}

/** Lines shown before the rest is only counted. */
const SHOWN = 60

export function planReport(operations: Operation[]): PlanReport {
  const bundle = (): MimeBundle => ({ [mime.text]: planWords(operations) })
  return showable({ operations }, { bundle })
}

function planWords(operations: readonly Operation[]): string {
  if (operations.length === 0) return 'Nothing to do: the network is so already.'
  const lines = operations.slice(0, SHOWN).map((operation) => `  ${describeOperation(operation)}`)
  const rest = operations.length - lines.length
  const count = `${operations.length} request${operations.length === 1 ? '' : 's'}`
  return [
    `${count} to the kernel would do it, here as commands:`,
    ...lines,
    ...(rest > 0 ? [`  and ${rest} more`] : []),
  ].join('\n')
}
