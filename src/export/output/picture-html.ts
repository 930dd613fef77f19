import { escapeMarkup } from '../../display/index.js'
import { pictureAddress } from './clean/address.js'
import { svgHtml } from './svg/svg-html.js'
import { bundleText, bundleWords, type Bundle } from './bundle.js'
import { en } from '../words/en.js'
import { cutWords } from './words.js'
import type { OutputContext, RenderedOutput } from './types.js'

/** A drawing as part of the page: sharp, searchable, and its colours follow a dark page where it is one of ours. */
export async function svgPicture(
  value: unknown,
  bundle: Bundle,
  context: OutputContext,
): Promise<RenderedOutput | undefined> {
  const words = bundleWords(bundle)
  const title = titleOf(words, context)
  const picture = await svgHtml(bundleText(value), { prefix: context.prefix, title })
  if (!picture) return undefined
  const className = picture.isOwn ? 'o-picture o-own' : 'o-picture o-paper'
  return {
    kind: 'picture',
    title: picture.title,
    text: words || [picture.title, picture.description].filter(Boolean).join('\n'),
    html: `<div class="${className}">${picture.html}</div>`,
  }
}

/** Pixels, on a white ground: what has drawn them thought of paper. */
export function pixelPicture(value: unknown, bundle: Bundle, context: OutputContext): RenderedOutput | undefined {
  const address = pictureAddress(bundleText(value))
  if (address === undefined) return undefined
  const words = bundleWords(bundle)
  const title = titleOf(words, context)
  const alt = escapeMarkup(cutWords(words || title, 1000))
  return {
    kind: 'picture',
    title,
    text: words || title,
    html: `<div class="o-picture o-paper"><img src="${address}" alt="${alt}"></div>`,
  }
}

function titleOf(said: string, { alt, words = en }: OutputContext): string {
  return cutWords(said.split('\n')[0] ?? '', 200) || alt || words.output.picture
}
