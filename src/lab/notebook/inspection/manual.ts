import { ownWords } from '../../../engine/index.js'
import { after } from '../completion/grammar.js'
import { parseUsage } from '../completion/usage.js'
import { pageSource } from './page-source.js'
import { renderRoff } from './roff.js'

/** A page of the manual as plain text: its sections by their headings. */
export interface ManualPage {
  /** `ip-link`. */
  name: string
  sections: Map<string, string[]>
}

const widthInColumns = 80
const patienceMs = 2_000
const pages = new Map<string, ManualPage>()

/** As man(1) shows it; undefined where there is no such page: small images leave them out. Rendered once. */
export async function manualPage(name: string): Promise<ManualPage | undefined> {
  if (!/^[\w.][\w.+-]*$/.test(name)) return undefined
  const page = pages.get(name) ?? (await renderPage(name))
  if (page) pages.set(name, page)
  return page
}

async function renderPage(name: string): Promise<ManualPage | undefined> {
  const env = {
    MANPAGER: 'cat',
    PAGER: 'cat',
    MANOPT: '--no-hyphenation --no-justification',
    MANWIDTH: String(widthInColumns),
  }
  const shown = readPage(name, (await ownWords(['man', '--', name], { timeoutMs: patienceMs, env })) ?? '')
  if (shown) return shown
  // There may be pages without a man to show them, or no time to wait for it.
  const source = await pageSource(name)
  const rendered = source === undefined ? undefined : renderRoff(source, widthInColumns)
  return rendered === undefined ? undefined : readPage(name, rendered)
}

/** @param text what man(1) prints for a pipe: headings stand at the margin, all else is indented */
export function readPage(name: string, text: string): ManualPage | undefined {
  const sections = new Map<string, string[]>()
  let lines: string[] | undefined
  // The first line and the last are the page's own.
  for (const line of text.trimEnd().split('\n').slice(1, -1)) {
    if (/^[A-Z]/.test(line)) sections.set(line.trim(), (lines = []))
    else lines?.push(line)
  }
  // Where pages are left out, man may be a script that says so.
  return sections.has('NAME') && sections.has('SYNOPSIS') ? { name, sections } : undefined
}

/** `network device configuration` */
export function summaryOf({ sections }: ManualPage): string {
  const name = (sections.get('NAME') ?? []).map((line) => line.trim()).join(' ')
  return name.replace(/^.*? (?:-|—|–) /, '').trim()
}

/** A way to call a program, or what a name in capitals stands for, in the lines of a synopsis or a usage. */
interface Statement {
  /** `ROUTE` of `ROUTE := …`. */
  name?: string
  lines: string[]
}

/**
 * Of the ways to call a program those that begin with one of these commands (the first that any does), with what the
 * names in them stand for; the whole text where none does.
 */
export function formsFor(commands: readonly (readonly string[])[], text: string): string {
  const program = commands[0]?.[0] ?? ''
  const statements = statementsOf(program, text)
  for (const command of commands.filter(({ length }) => length > 1)) {
    const fitting = statements.filter(({ name, lines }) => name === undefined && beginsWith(command, lines))
    if (fitting.length === 0) continue
    return [...fitting, ...meanings(fitting, statements)].map(({ lines }) => dedent(lines)).join('\n\n')
  }
  return dedent(text.split('\n'))
}

function statementsOf(program: string, text: string): Statement[] {
  const found: Statement[] = []
  let isOpen = false
  for (const line of text.replace('Usage:', '      ').split('\n')) {
    const bare = line.trimStart()
    const name = /^([A-Z][A-Z0-9_-]*)\s*:=/.exec(bare)?.[1]
    if (bare.startsWith(`${program} `) || name !== undefined) {
      found.push({ lines: [line], ...(name !== undefined && { name }) })
      isOpen = true
    } else if (bare === '') isOpen = false
    else if (isOpen) found.at(-1)?.lines.push(line)
  }
  return found
}

function beginsWith(command: readonly string[], lines: readonly string[]): boolean {
  const { forms, definitions } = parseUsage(lines.join('\n'))
  return forms.some((form) =>
    command.reduce<typeof form | undefined>((left, word) => left && after(left, word, definitions), form),
  )
}

/** What the names in some statements stand for, and those in these. */
function meanings(from: readonly Statement[], all: readonly Statement[]): Statement[] {
  const found = new Set<Statement>()
  const pending = [...from]
  for (let next = pending.shift(); next; next = pending.shift()) {
    const names = new Set(next.lines.join(' ').match(/[A-Z][A-Z0-9_-]+/g))
    const more = all.filter((each) => each.name !== undefined && names.has(each.name) && !found.has(each))
    for (const each of more) found.add(each)
    pending.push(...more)
  }
  return [...found]
}

/**
 * What a page says of an option or keyword: the line that begins with it, and what is indented below.
 *
 * @param commands `ip link set`: what stands under a heading of such a name is looked at first
 */
export function paragraphOf({ sections }: ManualPage, word: string, commands: readonly string[]): string | undefined {
  const lines = [...sections]
    .filter(([heading]) => !['NAME', 'SYNOPSIS', 'SEE ALSO', 'EXAMPLES'].includes(heading))
    .flatMap(([, section]) => [...section, ''])
  const isHeading = (line: string): boolean => commands.some((each) => line.trimStart().startsWith(each))
  const own = lines.findIndex((line) => indentOf(line) < 7 && isHeading(line))
  const start = [own, 0].find((from) => from >= 0 && headOf(lines, word, from) >= 0)
  if (start === undefined) return undefined
  const at = headOf(lines, word, start)
  const indent = indentOf(lines[at] ?? '')
  const isBelow = (line: string): boolean => line.trim() === '' || indentOf(line) > indent
  let end = at + 1
  while (isTwin(lines[end], indent)) end++
  while (end < lines.length && isBelow(lines[end] as string)) end++
  return dedent(lines.slice(at, end))
}

/** A line that begins with the word (or names it first of several: `-c, --count`), with something indented below it. */
function headOf(lines: readonly string[], word: string, from: number): number {
  return lines.findIndex((line, at) => {
    const bare = line.trim()
    // What is indented less is a heading within the section.
    if (at < from || bare === '' || indentOf(line) < 4) return false
    const names = bare.startsWith('-') ? bare.split(/,\s+|\s+(?:and|or)\s+/) : [bare]
    if (!names.some((each) => each.split(/[\s=[,]/)[0] === word)) return false
    const below = lines.slice(at + 1).find((next) => next.trim() !== '' && !isTwin(next, indentOf(line))) ?? ''
    // A short one has its text on the same line: `up     change the state`.
    return indentOf(below) > indentOf(line) || /\S\s{2,}\S/.test(bare)
  })
}

/** A second spelling of the option above: `-i interface`, then `--interface=interface`. */
function isTwin(line: string | undefined, indent: number): boolean {
  return line !== undefined && indentOf(line) === indent && line.trimStart().startsWith('--')
}

const indentOf = (line: string): number => line.length - line.trimStart().length

/** Without the blanks that all lines begin with, and without empty lines at both ends. */
export function dedent(lines: readonly string[]): string {
  const spaced = lines.map((line) => line.replace(/^\t+/, (tabs) => ' '.repeat(8 * tabs.length)).trimEnd())
  const common = Math.min(...spaced.filter((line) => line !== '').map(indentOf))
  return spaced
    .map((line) => line.slice(common))
    .join('\n')
    .replace(/^\n+|\n+$/g, '')
}
