import { createHash } from 'node:crypto'
import { escapeMarkup } from '../display/index.js'
import { fontFamily } from './font/text-width.js'
import { neutral } from './palette.js'

/** A drawing before it is dressed: what stands between `<svg>` and `</svg>`, and its natural size in pixels. */
export interface Drawing {
  content: string
  width: number
  height: number
}

export interface PictureWords {
  /** What it is, in one line: the SVG's title. */
  title: string
  /** All that it says, in sentences: the SVG's description and the bundle's text. */
  text: string
}

/**
 * The whole SVG: named for screen readers, as wide as its place allows, on a ground of its own, since a front end shows
 * it as an image that knows nothing of its theme. Where the page says that it is dark, neutral colours turn; the
 * palette's stay. Nothing is referred to outside the file.
 */
export function dressSvg({ content, width, height }: Drawing, words: PictureWords): string {
  const id = `vb-${createHash('sha256').update(content).update(words.text).digest('hex').slice(0, 10)}`
  const size = `viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" id="${id}" role="img" aria-labelledby="${id}-title ${id}-desc" ${size} ` +
      `font-family="${escapeMarkup(fontFamily)}" style="max-width:100%;height:auto">`,
    `<title id="${id}-title">${escapeMarkup(words.title)}</title>`,
    `<desc id="${id}-desc">${escapeMarkup(words.text)}</desc>`,
    `<style>@media (prefers-color-scheme:dark){${darkRules(id)}}</style>`,
    `<rect width="${width}" height="${height}" rx="6" fill="${neutral.ground.light}"/>`,
    content,
    '</svg>',
  ].join('\n')
}

function darkRules(id: string): string {
  return Object.values(neutral)
    .flatMap(({ light, dark }) =>
      ['fill', 'stroke'].map((property) => `#${id} [${property}="${light}"]{${property}:${dark}}`),
    )
    .join('')
}
