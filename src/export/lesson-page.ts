import { escapeMarkup, mime } from '../display/index.js'
import type { Cell, CodeCell, Notebook } from '../lesson/index.js'
import { codeCell, isUnrun } from './document/cell.js'
import { contents } from './document/contents.js'
import { inPageStyle } from './document/page-style.js'
import { languageOf } from './document/language.js'
import { Headings, plain } from './document/headings.js'
import { page } from './document/page.js'
import { renderMarkdown, type MarkdownOptions } from './markdown/render.js'
import { attachmentAddress, joinStreams, renderOutput } from './output/index.js'
import { chartTables } from './figure/data-table.js'
import { networkTable } from './figure/network-table.js'
import { sharePictures } from './figure/share.js'
import { checkHtml, hintHtml } from './quiz/check.js'
import { gapsPuzzle, orderPuzzle, puzzleHtml } from './quiz/puzzle.js'
import { outcomeHtml, outcomesOf, questionHtml, readPrediction, type Outcomes } from './quiz/quiz.js'
import { replayHtml } from './replay/replay.js'
import type { PageWords } from './words/en.js'
import { wordsIn } from './words/words.js'

export interface LessonContext {
  /** The notebook's file name, where it has one: `01-veth-pair.ipynb`. */
  name?: string
  /** A picture beside the notebook as a data URI; undefined where there is none. */
  picture?: (path: string) => string | undefined
  /** Where a link of the text leads in the exported page. */
  link?: (target: string) => string
  /** Where the lesson stands among others. */
  series?: SeriesPlace
  /** The cell of the notebook at which its run ended, by an error that nobody wanted. */
  failed?: CodeCell
}

export interface SeriesPlace {
  /** Shown above the lesson, and leads to `href`. */
  name: string
  href: string
  previous?: { href: string; title: string }
  next?: { href: string; title: string }
}

/** What is known of the page while it is made. */
type Place = LessonContext & { words: PageWords; language: string }

export interface LessonPage {
  html: string
  title: string
  /** A BCP 47 tag. */
  language: string
  /** The first paragraph, in words: what it is about. */
  summary: string
  /** Steps whose cell was never run: the page has no output for them. */
  unrun: string[]
}

/** An executed notebook as one page that needs nothing beside it. The same notebook gives the same bytes. */
export async function lessonPage(notebook: Notebook, context: LessonContext): Promise<LessonPage> {
  const language = languageOf(
    notebook.metadata,
    notebook.cells.flatMap(({ cell_type, source }) => (cell_type === 'markdown' ? [source] : [])),
  )
  const words = wordsIn(language)
  const place = { ...context, words, language }
  const texts = new Map(notebook.cells.flatMap((cell, index) => textOf(cell, index, place)))
  const headings = new Headings([...texts.values()], titleOf(notebook, context.name), words)
  const parts: string[] = headings.isTitleOwn ? [`<h1>${escapeMarkup(headings.title)}</h1>`] : []
  const unrun: string[] = []
  const found: Found = { outcomes: outcomesOf(notebook), stepOf: new Map() }
  let [step, section] = [0, '']
  for (const [index, cell] of notebook.cells.entries()) {
    const text = texts.get(index)
    if (text !== undefined) parts.push(`<div class="text"${direction(text)}>${headings.settle(text)}</div>`)
    if (headings.section !== section) [step, section] = [0, headings.section]
    if (cell.cell_type !== 'code' || (cell.source.trim() === '' && cell.outputs.length === 0)) continue
    step++
    const number = section === '' ? String(step) : `${section}.${step}`
    if (isUnrun(cell)) unrun.push(number)
    if (cell === context.failed) parts.unshift(stoppedAt(number, words))
    if (cell.execution_count !== null) found.stepOf.set(cell.execution_count, number)
    const outputs = await outputsOf(cell, index, place, found)
    parts.push(codeCell(cell, { step: number, language: codeLanguage(notebook), words }, outputs))
  }
  const summary = firstParagraph([...texts.values()])
  const { html: main, css } = sharePictures(headings.linkUp(parts.join('\n')), words)
  const html = await page({
    language,
    words,
    title: headings.title,
    ...(summary !== '' && { description: summary }),
    top: topOf(context.series),
    contents: contents(headings.all, words),
    main,
    foot: footOf(place),
    extras: extrasFor(main),
    css,
    blocks: parts,
  })
  return { html, title: headings.title, language, summary, unrun }
}

function textOf(cell: Cell, index: number, context: Place): [number, string][] {
  if (cell.cell_type === 'raw') return [[index, `<pre class="scroll">${escapeMarkup(cell.source)}</pre>`]]
  if (cell.cell_type !== 'markdown') return []
  return [[index, renderMarkdown(cell.source, markdownOptions(`m${index}-`, cell, context))]]
}

/** Text that holds letters of Arabic, Hebrew and the like begins on the side on which its first word does. */
function direction(text: string): string {
  return /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/.test(text) ? ' dir="auto"' : ''
}

/** What other cells of the notebook tell about an output. */
interface Found {
  outcomes: Outcomes
  /** Execution count → step, as far as the page has come. */
  stepOf: Map<number, string>
}

async function outputsOf(cell: CodeCell, index: number, context: Place, found: Found): Promise<string[]> {
  const { words, language } = context
  const rendered: string[] = []
  let hasButtons = false
  for (const [at, output] of joinStreams(cell.outputs).entries()) {
    const prefix = `o${index}-${at}-`
    const data = 'data' in output ? output.data : {}
    const prediction = readPrediction(data[mime.prediction])
    if (prediction !== undefined) {
      const isAsked = prediction.observed === null
      rendered.push(isAsked ? questionHtml(prediction, found.outcomes, prefix, words) : outcomeHtml(prediction, words))
      hasButtons = true
      continue
    }
    // The buttons of a prediction that was just shown with choices of its own.
    if (hasButtons && mime.widgetView in data) continue
    // What the commands with gaps did is a part of their solution; they stand there already, without a card that names them.
    const gaps = gapsPuzzle(cell, data[mime.check], words)
    if (gaps !== undefined) {
      const told = rendered.filter((each) => !each.includes('class="card-code"'))
      rendered.splice(0, Infinity, puzzleHtml(gaps, told.join(''), words))
    }
    const check = gaps === undefined ? data[mime.check] : { ...(data[mime.check] as object), solution: null }
    const card = checkHtml(check, words) ?? hintHtml(data[mime.hint], words)
    if (card !== undefined) {
      rendered.push(card)
      continue
    }
    const markdown = (source: string): string => renderMarkdown(source, markdownOptions(prefix, cell, context))
    const { html, kind } = await renderOutput(output, { prefix, markdown, words })
    const figure =
      kind === 'picture' ? chartTables(data[mime.vegaLite], words) || networkTable(data[mime.topology], words) : ''
    const shown = figure === '' ? html : withoutDescription(html, prefix)
    const order = orderPuzzle(data[mime.puzzle], words)
    if (order !== undefined) {
      rendered.push(puzzleHtml(order, inPageStyle(shown, language), words))
      continue
    }
    rendered.push(
      `${inPageStyle(shown, language)}${figure}`,
      await replayHtml(data[mime.events], { prefix, stepOf: found.stepOf, words }),
    )
  }
  return rendered
}

/** A picture with its data beside it needs no second telling of them: its title names it. */
function withoutDescription(html: string, prefix: string): string {
  return html
    .replace(/<desc\b[^>]*>[^<]*<\/desc>/, '')
    .replace(new RegExp(` aria-labelledby="${prefix}title(?: ${prefix}desc)?"`), '')
    .replace(`<title id="${prefix}title">`, '<title>')
}

/** A page brings only what something in it needs. */
function extrasFor(main: string): string[] {
  return [
    ...(main.includes('class="data"') ? ['figure'] : []),
    ...(main.includes('class="replay"') ? ['replay'] : []),
    ...(/class="(quiz|outcome|answer|verified)/.test(main) ? ['quiz'] : []),
  ]
}

function markdownOptions(prefix: string, cell: Cell, { picture, link, words }: Place): MarkdownOptions {
  return {
    prefix,
    picture: (source) => attachmentAddress(cell.attachments, source) ?? picture?.(source),
    ...(link && { link }),
    words,
  }
}

function codeLanguage({ metadata }: Notebook): string {
  const { language_info, kernelspec } = metadata as {
    language_info?: { name?: string }
    kernelspec?: { language?: string }
  }
  return (language_info?.name ?? kernelspec?.language ?? 'python').toLowerCase()
}

function titleOf({ metadata }: Notebook, name = 'Notebook'): string {
  const { title } = metadata
  return typeof title === 'string' && title.trim() !== '' ? title.trim() : name.replace(/\.ipynb$/, '')
}

function firstParagraph(texts: readonly string[]): string {
  for (const text of texts) {
    const found = /<p>([^]*?)<\/p>/.exec(text)?.[1]
    if (found !== undefined) return plain(found).replace(/\s+/g, ' ')
  }
  return ''
}

/** Said first: a reader must not take what is missing for the lesson. */
function stoppedAt(step: string, { step: named, stopped }: PageWords): string {
  const link = `<a href="#step-${step.replace('.', '-')}">${named(step).toLowerCase()}</a>`
  return `<div class="callout warning" role="note"><p class="kind">${stopped.title}</p><p>${stopped.at(link)}</p></div>`
}

function topOf(series: SeriesPlace | undefined): string {
  return series === undefined
    ? '<span></span>'
    : `<a href="${escapeMarkup(series.href)}">${escapeMarkup(series.name)}</a>`
}

function footOf({ name, series, words: { foot } }: Place): string {
  const link = (rel: 'prev' | 'next', word: string, to: { href: string; title: string } | undefined): string =>
    to === undefined
      ? ''
      : `<a rel="${rel}" href="${escapeMarkup(to.href)}"><small>${word}</small>${escapeMarkup(to.title)}</a>`
  const steps = link('prev', foot.previous, series?.previous) + link('next', foot.next, series?.next)
  return (
    (steps === '' ? '' : `<nav class="steps" aria-label="${foot.series}">${steps}</nav>`) +
    `<p>${foot.made(name === undefined ? undefined : `<code>${escapeMarkup(name)}</code>`)}${foot.alone}</p>`
  )
}
