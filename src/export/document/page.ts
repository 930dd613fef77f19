import { escapeMarkup } from '../../display/index.js'
import type { PageWords } from '../words/en.js'
import { bundle } from './assets.js'
import { firstOutOfSight, usualHeights } from './height.js'
import { contentPolicy } from './policy.js'

export interface PageParts {
  /** A BCP 47 tag. */
  language: string
  words: PageWords
  title: string
  /** For search engines and previews; one sentence. */
  description?: string
  /** HTML above the text: the series, or nothing. */
  top: string
  contents: string
  main: string
  foot: string
  /** Scripts and styles beyond those of every page, by their name in page/. */
  extras?: readonly string[]
  /** Rules for this page's own pictures. */
  css?: string
  /** What the text consists of, a block each, where not all of it has to be drawn at once. */
  blocks?: readonly string[]
}

/** Drawn by ourselves, so that a browser does not ask for one. */
const icon =
  'data:image/svg+xml,' +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="M4 4v8h8V4" fill="none" stroke="#7783fd" stroke-width="2"/><circle cx="4" cy="4" r="3" fill="#7783fd"/><circle cx="12" cy="4" r="3" fill="#7783fd"/></svg>',
  )

/** The whole file: nothing in it refers to anything outside it but links. */
export async function page(parts: PageParts): Promise<string> {
  const { language, words, title, description, top, contents, main, foot, extras = [], css = '', blocks = [] } = parts
  const [style, early, late] = await Promise.all([
    bundle(['style', 'output', ...extras, 'print'].map((name) => `${name}.css`)),
    bundle(['theme.js']),
    bundle(
      ['page', ...extras].map((name) => `${name}.js`),
      words.script,
    ),
  ])
  const body = `<body><a class="skip" href="#text">${words.skip}</a>
<div class="page">
<header class="top">${top}<button type="button" class="theme">${words.script.theme.replace('{}', words.script.system)}</button></header>
${contents}
<main id="text" tabindex="-1">
${main}
</main>
<footer class="foot">${foot}</footer>
</div>
<script>${late}</script></body>`
  return `<!doctype html>
<html lang="${escapeMarkup(language)}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy([early, late])}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeMarkup(title)}</title>
${description === undefined ? '' : `<meta name="description" content="${escapeMarkup(description)}">\n`}<link rel="icon" href="${icon}">
<style>${usedRules(style, body, early + late)}${css}${outOfSight(blocks)}</style>
<script>${early}</script></head>
${body}</html>
`
}

/**
 * What is further down than a screen reaches waits for the first frame: with hundreds of cells that takes a third of the
 * time. On higher screens, and for who opens the page elsewhere than at its start (theme.js), nothing waits.
 */
function outOfSight(blocks: readonly string[]): string {
  const rules = usualHeights.map((height) => {
    const first = firstOutOfSight(blocks, height)
    return first === undefined
      ? ''
      : `@media screen and (max-height:${height}px){.early main>:nth-child(n+${first})${wait}}`
  })
  return rules.join('')
}

const wait = '{content-visibility:hidden!important;contain-intrinsic-block-size:auto var(--room,8rem)}'

/** A page brings no rules for what it does not hold: terminals alone have sixteen colours, twice. */
function usedRules(style: string, html: string, scripts: string): string {
  const names = new Set(scripts.match(/[\w-]+/g))
  for (const [, list = ''] of html.matchAll(/ class="?([\w -]+)/g)) for (const name of list.split(' ')) names.add(name)
  return style.replace(/([^{}@]+)\{[^{}]*\}/g, (rule, selectors: string) => {
    // A selector with a list within it can hold without the class that it names.
    if (/\([^)]*[.,]/.test(selectors)) return rule
    const isUsed = selectors.split(',').some((selector) => {
      return [...selector.matchAll(/\.([a-z][\w-]*)/gi)].every(([, name = '']) => names.has(name))
    })
    return isUsed ? rule : ''
  })
}
