import { ownWords } from '../../../engine/index.js'
import { readIpCommand, usageText } from '../completion/ip-grammar.js'
import { dedent, formsFor, manualPage, paragraphOf, summaryOf, type ManualPage } from './manual.js'
import type { Page } from './page.js'

/** Lines of a page that is shown whole. */
const mostLines = 250

/**
 * A command as far as it is written: its synopsis, and what the manual says of the word at the cursor; without a manual
 * what the program itself prints of its usage.
 *
 * @param words from the program's name up to the word at the cursor
 * @param detail 1: the description, too
 */
export async function commandPage(words: readonly string[], detail: 0 | 1): Promise<Page | undefined> {
  const [program = ''] = words
  return ['ip', 'bridge', 'tc'].includes(program) ? ipPage(words, detail) : programPage(words, detail)
}

async function ipPage(words: readonly string[], detail: 0 | 1): Promise<Page | undefined> {
  const [program = 'ip'] = words
  const { object, spellings, verb } = await readIpCommand(words.slice(0, 3))
  const command = [program, object, verb].filter((each): each is string => each !== undefined)
  const option = words.length > 3 ? words.at(-1) : undefined
  // Pages and usages spell it as they like: `ip neigh`, `ip neighbour`.
  const commands = object === undefined ? [command] : spellings.map((name) => [program, name, ...command.slice(2)])
  const names = program === 'ip' && object !== undefined ? spellings.map((name) => `ip-${name}`) : [program]
  for (const name of names) {
    const page = await manualPage(name)
    if (page) return fromManual(page, commands, option, detail)
  }
  const usage = await usageText([program, ...(object === undefined ? [] : [object])])
  if (!/usage:/i.test(usage)) return undefined
  return {
    title: command.join(' '),
    blocks: [formsFor(detail === 1 ? [[program]] : commands, usage)],
    source: [program, ...(object === undefined ? [] : [object]), 'help'].join(' '),
  }
}

async function programPage(words: readonly string[], detail: 0 | 1): Promise<Page | undefined> {
  const [program = ''] = words
  if (!/^[\w.][\w.+-]*$/.test(program)) return undefined
  const page = await manualPage(program)
  if (page) return fromManual(page, [[program]], words.length > 1 ? words.at(-1) : undefined, detail)
  // bash's own commands have no pages.
  const help = await ownWords(['bash', '-c', 'help -- "$1" 2>/dev/null', 'bash', program], { timeoutMs: 1_000 })
  return help === undefined || help === ''
    ? undefined
    : { title: program, blocks: [help.trimEnd()], source: 'bash help' }
}

function fromManual(
  page: ManualPage,
  commands: readonly (readonly string[])[],
  option: string | undefined,
  detail: 0 | 1,
): Page {
  const synopsis = (page.sections.get('SYNOPSIS') ?? []).join('\n')
  const title = (commands[0] ?? []).join(' ')
  const headings = commands.map((command) => command.join(' '))
  const paragraph = option === undefined ? undefined : paragraphOf(page, option, headings)
  const blocks = [paragraph ?? '', formsFor(detail === 1 ? [[commands[0]?.[0] ?? '']] : commands, synopsis)]
  if (detail === 1) {
    const rest = ['DESCRIPTION', 'OPTIONS'].flatMap((heading) => page.sections.get(heading) ?? [])
    const shown = rest.slice(0, mostLines)
    const left = rest.length - shown.length
    blocks.push(dedent(left > 0 ? [...shown, '', `       … (${left} lines more: man ${page.name})`] : shown))
  }
  return { title, summary: summaryOf(page), blocks, source: `the manual: man ${page.name}` }
}
