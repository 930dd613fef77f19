import { createRequire } from 'node:module'
import { escapeMarkup } from '../../display/index.js'
import { cutCommands } from './commands.js'

/** What is used of highlight.js. Its own types would bring the DOM's into every file of this project. */
interface Highlighter {
  registerLanguage(name: string, language: unknown): void
  getLanguage(name: string): unknown
  highlight(code: string, options: { language: string; ignoreIllegals: boolean }): { value: string }
}

const require = createRequire(import.meta.url)
const highlighter = require('highlight.js/lib/common') as Highlighter
highlighter.registerLanguage('julia', require('highlight.js/lib/languages/julia'))

/** highlight.js's scopes → the few classes that the page's styles know; the others keep the colour of text. */
const classes: Record<string, string> = {
  keyword: 'k',
  literal: 'n',
  number: 'n',
  string: 's',
  regexp: 's',
  comment: 'c',
  doctag: 'c',
  title: 'f',
  'template-variable': 'v',
  variable: 'v',
  subst: 'v',
  symbol: 's',
  meta: 'c',
  tag: 'k',
  name: 'k',
  addition: 's',
  deletion: 'v',
}

/** Longer code stays plain: colouring it takes a second for each few thousand lines, and nobody reads it. Characters. */
const longest = 200_000

export function isTooLong(code: string): boolean {
  return code.length > longest
}

/**
 * Code as HTML, coloured by classes of one letter. In TypeScript the commands of `` lab.sh`…` `` are coloured as shell, and
 * stand in `<span class="sh">`, from which the page copies them.
 *
 * @param language a name or alias that highlight.js knows; anything else stays plain
 */
export function highlight(code: string, language: string): string {
  if (language === 'typescript' || language === 'ts') {
    const { source, commands, restore } = cutCommands(code)
    return restore(
      colour(source, 'typescript'),
      commands.map((command) => `<span class="sh">${colour(command, 'bash')}</span>`),
    )
  }
  return colour(code, language)
}

function colour(code: string, language: string): string {
  if (isTooLong(code) || highlighter.getLanguage(language) === undefined) return escapeMarkup(code)
  const { value } = highlighter.highlight(code, { language, ignoreIllegals: true })
  return short(value).replaceAll('&#x27;', "'").replaceAll('&quot;', '"')
}

/** Spans without a colour of ours go, and class names become one letter. */
function short(html: string): string {
  const open: boolean[] = []
  return html.replace(
    /<span class="(?:hljs-)?(?:language-)?([\w-]+)[^"]*">|<\/span>/g,
    (tag, scope: string | undefined) => {
      if (scope === undefined) return open.pop() === true ? tag : ''
      const name = classes[scope]
      open.push(name !== undefined)
      return name === undefined ? '' : `<span class="${name}">`
    },
  )
}
