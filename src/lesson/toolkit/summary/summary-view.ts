import { escapeMarkup, mime, type MimeBundle } from '../../../display/index.js'
import type { Catalogue } from '../text/en.js'
import type { LessonSummary } from './summary.js'

interface Part {
  heading: string
  items: { sign: string; text: string; url?: string }[]
}

/** The same in words and in plain HTML; what readers and authors wrote is text in both. */
export function summaryBundle(told: Omit<LessonSummary, symbol>, words: Catalogue): MimeBundle {
  const { title, time, nothing } = words.summary
  const parts = partsOf(told, words).filter(({ items }) => items.length > 0)
  const intro = parts.length === 0 ? nothing : time(told.minutes)
  return { [mime.text]: asText(title, intro, parts), [mime.html]: asHtml(title, intro, parts) }
}

function partsOf(told: Omit<LessonSummary, symbol>, { summary, practice }: Catalogue): Part[] {
  const { predictions, checks, manual } = told
  const tried = predictions.filter(({ observed }) => observed !== null)
  return [
    {
      heading: summary.predictions(tried.filter(({ right }) => right === true).length, tried.length),
      items: predictions.map(({ question, predicted, observed, right }) => ({
        sign: right === null ? '·' : right ? '✓' : '≠',
        text: `${question} ${observed === null ? summary.open(predicted) : right === true ? summary.right(predicted) : summary.wrong(predicted, observed)}`,
      })),
    },
    {
      heading: summary.checks(checks.filter(({ passed }) => passed).length, checks.length),
      items: checks.map(({ goal, passed, hints, sawSolution }) => {
        const help = [...(hints > 0 ? [summary.hints(hints)] : []), ...(sawSolution ? [summary.sawSolution] : [])]
        return { sign: passed ? '✓' : '✗', text: help.length === 0 ? goal : `${goal} (${help.join(', ')})` }
      }),
    },
    {
      heading: summary.practice,
      items: told.practice.map(({ from, to, level, repaired, seconds, commands, named, faults, gaveUp }) => {
        const took = practice.time(Math.floor(seconds / 60), seconds % 60)
        const mended = repaired ? summary.mended(took, practice.commands(commands)) : summary.notMended
        const said = gaveUp ? summary.sawSolution : summary.named(named, faults)
        return { sign: repaired ? '✓' : '✗', text: summary.broken(from, to, level, `${mended}, ${said}`) }
      }),
    },
    { heading: summary.manual, items: manual.map(({ page, url }) => ({ sign: '·', text: page, url })) },
  ]
}

function asText(title: string, intro: string, parts: readonly Part[]): string {
  const lines = parts.flatMap(({ heading, items }) => [
    `\n${heading}`,
    ...items.map(({ sign, text, url }) => `  ${sign} ${text}${url === undefined ? '' : `: ${url}`}`),
  ])
  return [title, intro, ...lines].join('\n')
}

function asHtml(title: string, intro: string, parts: readonly Part[]): string {
  const item = ({ sign, text, url }: Part['items'][number]): string => {
    const shown = escapeMarkup(text)
    const linked = url === undefined ? shown : `<a href="${escapeMarkup(url)}">${shown}</a>`
    return `<li style="list-style:none"><span aria-hidden="true">${sign}</span> ${linked}</li>`
  }
  const lists = parts.map(
    ({ heading, items }) =>
      `<p style="margin:8px 0 2px"><b>${escapeMarkup(heading)}</b></p>` +
      `<ul style="margin:0;padding-left:12px">${items.map(item).join('')}</ul>`,
  )
  return `<div style="max-width:44em"><p style="margin:0"><b>${escapeMarkup(title)}</b> ${escapeMarkup(intro)}</p>${lists.join('')}</div>`
}
