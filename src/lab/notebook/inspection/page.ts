import { mime, type MimeBundle } from '../../../display/index.js'

/** What is shown of a command or a name: a heading, and blocks of text as they stand. */
export interface Page {
  title: string
  /** In a few words, behind the title. */
  summary?: string
  blocks: readonly string[]
  /** Where that is from: `ip-link(8)`. */
  source?: string
}

export function pageBundle({ title, summary = '', blocks, source }: Page): MimeBundle {
  const heading = summary === '' ? title : `${title} - ${summary}`
  const shown = blocks.filter((block) => block !== '')
  const footer = source === undefined ? [] : [`From ${source}`]
  return {
    [mime.text]: [heading, ...shown, ...footer].join('\n\n'),
    [mime.markdown]: [
      `**${escaped(title)}**${summary === '' ? '' : ` — ${escaped(summary)}`}`,
      ...shown.map(fenced),
      ...footer.map((line) => `*${escaped(line)}*`),
    ].join('\n\n'),
  }
}

/** Markdown's own signs, so that they are shown. */
function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>()#+!|~&-]/g, '\\$&')
}

function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}text\n${text}\n${fence}`
}
