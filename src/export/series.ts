import { escapeMarkup } from '../display/index.js'
import type { CodeCell, Notebook } from '../lesson/index.js'
import { page } from './document/page.js'
import { slugOfPlace } from './document/slug.js'
import { lessonPage, type LessonPage } from './lesson-page.js'
import { wordsIn } from './words/words.js'

export interface SeriesFile {
  /** The notebook's file name. */
  name: string
  notebook: Notebook
  picture?: (path: string) => string | undefined
  /** The cell at which its run ended. */
  failed?: CodeCell
}

export interface SeriesPage {
  /** The page's file name. */
  file: string
  html: string
  unrun: string[]
}

/**
 * A folder of notebooks as pages that lead to each other, in the order given, and `index.html` that leads to them all.
 * Each is still one file that can be taken away alone.
 */
export async function seriesPages(notebooks: readonly SeriesFile[]): Promise<SeriesPage[]> {
  const names = notebooks.map(({ name }) => name)
  const link = (target: string): string => {
    const [path = '', place] = target.split('#')
    const name = decoded(path.replace(/^\.\//, ''))
    if (!names.includes(name)) return target
    return address(name) + (place === undefined ? '' : `#${slugOfPlace(place)}`)
  }
  // The titles of a lesson's neighbours stand in its own page: they are found out first.
  const lessons: LessonPage[] = []
  for (const { notebook, ...rest } of notebooks) lessons.push(await lessonPage(notebook, { ...rest, link }))
  const place = (index: number): { href: string; title: string } | undefined => {
    const [name, lesson] = [names[index], lessons[index]]
    return name === undefined || lesson === undefined ? undefined : { href: address(name), title: lesson.title }
  }
  const pages: SeriesPage[] = []
  for (const [index, { notebook, ...rest }] of notebooks.entries()) {
    const [previous, next] = [place(index - 1), place(index + 1)]
    const name = wordsIn(lessons[index]?.language ?? 'en').foot.all
    const series = { name, href: 'index.html', ...(previous && { previous }), ...(next && { next }) }
    const { html, unrun } = await lessonPage(notebook, { ...rest, link, series })
    pages.push({ file: pageName(rest.name), html, unrun })
  }
  return [{ file: 'index.html', html: await indexPage(names, lessons), unrun: [] }, ...pages]
}

/** The index has its name for itself. */
function pageName(notebook: string): string {
  const name = notebook.replace(/\.ipynb$/, '.html')
  return name.toLowerCase() === 'index.html' ? `index-notebook.html` : name
}

function address(notebook: string): string {
  return encodeURIComponent(pageName(notebook))
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path // not UTF-8: no name of ours
  }
}

function indexPage(names: readonly string[], lessons: readonly LessonPage[]): Promise<string> {
  // One language for all, or the language of most people.
  const [language = 'en', ...others] = new Set(lessons.map((lesson) => lesson.language))
  const words = wordsIn(others.length === 0 ? language : 'en')
  const items = lessons.map(({ title, summary }, index) => {
    const href = escapeMarkup(address(names[index] ?? ''))
    return `<li><a href="${href}">${escapeMarkup(title)}</a>${summary === '' ? '' : `<p>${escapeMarkup(summary)}</p>`}</li>`
  })
  return page({
    language: others.length === 0 ? language : 'en',
    words,
    title: words.foot.index,
    top: '<span></span>',
    contents: '',
    main: `<h1>${words.foot.index}</h1>\n<ol class="lessons">${items.join('\n')}</ol>`,
    foot: `<p>${words.foot.made(undefined)}${words.foot.each}</p>`,
  })
}
