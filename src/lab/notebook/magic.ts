import type { MagicCell, MagicContext } from '../../display/index.js'
import { lastLab, openLab } from '../open-lab.js'
import type { Sandbox } from '../sandbox.js'
import type { ShOptions } from '../shell/options.js'
import { scriptFromText } from '../text/template.js'

/**
 * A cell whose first line is `%%sh [--node node1] [--fails] [--maybe] [--for 5s]`: its other lines run in the lab opened
 * last, on the node where one is named. Lines
 * count as the cell's own, so that line 2 is the first below `%%sh`.
 */
export async function runShCell(cell: MagicCell, context: MagicContext): Promise<void> {
  const { node, ...options } = readArguments(cell.arguments)
  const lab = lastLab() ?? (await openOne(context))
  const script = scriptFromText(cell.body)
  await lab.run({ ...script, authorLine: (line) => line + 1 }, options, node)
}

/** @throws TypeError naming the argument that is not one */
export function readArguments(text: string): ShOptions & { node?: string } {
  const options: ShOptions & { node?: string } = {}
  const words = text.split(/\s+/).filter((word) => word !== '')
  for (let at = 0; at < words.length; at++) {
    const [name, attached] = (words[at] ?? '').split(/=(.*)/)
    if (name === '--fails') options.fails = true
    else if (name === '--maybe') options.fails = 'maybe'
    else if (name === '--node') options.node = nodeName(attached ?? words[++at])
    else if (name === '--for') options.forMs = milliseconds(attached ?? words[++at])
    else throw new TypeError(`%%sh does not know ${words[at]}. ${magicUsage}`)
  }
  return options
}

/** What may stand behind `%%sh`, in a sentence. */
export const magicUsage =
  'It takes --fails (failing is the lesson), --maybe (either will do), --for 5s (Ctrl+C after that time) and --node node1.'

function nodeName(text: string | undefined): string {
  if (text !== undefined) return text
  throw new TypeError('%%sh --node wants the name of a node: %%sh --node node1')
}

function milliseconds(text: string | undefined): number {
  const [, digits, unit = 's'] = /^(\d+(?:\.\d+)?)(ms|s|m)?$/.exec(text ?? '') ?? []
  const value = Number(digits) * { ms: 1, s: 1000, m: 60_000 }[unit as 'ms' | 's' | 'm']
  if (value > 0) return value
  throw new TypeError(`%%sh --for wants a time like 5s, 500ms or 1m, not ${text ?? 'nothing'}.`)
}

async function openOne(context: MagicContext): Promise<Sandbox> {
  if (context.isDeclared('lab')) await openLab()
  else await context.evaluate("import { openLab } from 'vethbook'\nconst lab = await openLab()")
  const lab = lastLab()
  if (!lab) throw new Error("The lab for %%sh could not be opened. Open one in a cell: await openLab() of 'vethbook'.")
  return lab
}
