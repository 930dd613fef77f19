import { stripAnsi } from './ansi.js'

/** A MIME bundle as nbformat keeps it. Values of other people's files may be of any type. */
export type Bundle = Record<string, unknown>

/** Text of a bundle, which a file may hold as a string or as a list of lines. */
export function bundleText(value: unknown): string {
  if (Array.isArray(value)) return value.filter((part) => typeof part === 'string').join('')
  return typeof value === 'string' ? value : ''
}

/** What a bundle says in words, '' where its text only names an object (`<Figure size 640x480 with 1 Axes>`). */
export function bundleWords(bundle: Bundle): string {
  const text = stripAnsi(bundleText(bundle['text/plain'])).trim()
  return /^<[^]*>$|^[\w.]+\(\.\.\.\)$|^plot without title$|^Plot with title/.test(text) ? '' : text
}
