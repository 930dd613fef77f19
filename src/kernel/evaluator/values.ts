import { inspect, stripVTControlCharacters, types } from 'node:util'
import { displaySymbol, isDisplayable, type MimeBundle } from '../../display/index.js'
import { likenessOf } from './rich/likeness.js'
import { sendable } from './rich/sendable.js'

const limits = { maxArrayLength: 100, maxStringLength: 10_000, breakLength: 100 }

/** Longer texts are cut: a front end takes seconds to show more, and nobody reads it. */
const maxCharacters = 100_000

/** Plain text of any value, without colours, at most some 100,000 UTF-16 units long. Never throws. */
export function plainText(value: unknown): string {
  const text = looked(value)
  if (text.length <= maxCharacters) return text
  const shown = text.slice(0, maxCharacters).replace(/[\ud800-\udbff]$/, '')
  const total = text.length.toLocaleString('en')
  return `${shown}\n… cut: ${total} characters in all. console.dir(value, { depth: null, maxArrayLength: null }) prints more.`
}

function looked(value: unknown): string {
  try {
    return inspected(value)
  } catch (thrown) {
    try {
      const plain = inspected(value, { customInspect: false })
      return `${plain}\n(${notice('[util.inspect.custom]', thrown)})`
    } catch {
      // A getter of something that even the plain look asks for, such as the constructor's name.
      return `(a ${typeof value} that cannot be looked at)`
    }
  }
}

/** In two steps, since an array of arrays of arrays grows with each by its length: what is long enough needs no second. */
function inspected(value: unknown, options: { customInspect?: false } = {}): string {
  if (typeof value !== 'object' && typeof value !== 'function') return inspect(value, limits)
  const near = inspect(value, { ...limits, ...options, depth: 2 })
  const isCut = /\[[^\s\]]/.test(near)
  const text = isCut && near.length < maxCharacters ? inspect(value, { ...limits, ...options, depth: 4 }) : near
  // Of a function of the value's own: inspect itself writes none.
  return text.includes('\u001b') ? stripVTControlCharacters(text) : text
}

/**
 * What a cell's last value looks like; all of it can be sent as JSON. Undefined: nothing is to be shown, since there is
 * no value or it has been shown already (an empty bundle says so). A value whose own display function throws is shown as
 * text, with what it threw. Never rejects.
 */
export async function bundleOf(value: unknown): Promise<MimeBundle | undefined> {
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'object' && typeof value !== 'function') return { 'text/plain': plainText(value) }
  let bundle: unknown
  try {
    if (!isDisplayable(value)) return { 'text/plain': plainText(value), ...(await likenessOf(value)) }
    bundle = await value[displaySymbol]()
  } catch (thrown) {
    // A proxy may be revoked, or have a trap that throws: it never said that it can be displayed.
    return withNotice(value, types.isProxy(value) ? undefined : notice("[Symbol.for('Jupyter.display')]", thrown))
  }
  const sent = sendable(bundle)
  // Some proxies have a function for whatever they are asked.
  if (!sent) return withNotice(value, types.isProxy(value) ? undefined : 'Jupyter.display gave no MIME bundle')
  const { data, notices } = sent
  if (Object.keys(data).length === 0 && notices.length === 0) return undefined
  const text = data['text/plain'] ?? plainText(value)
  return { ...data, 'text/plain': [text, ...notices.map((each) => `(${each})`)].join('\n') }
}

function withNotice(value: unknown, said: string | undefined): MimeBundle {
  const text = plainText(value)
  return { 'text/plain': said === undefined ? text : `${text}\n(${said})` }
}

function notice(what: string, thrown: unknown): string {
  return `${what} threw ${reasonOf(thrown)}`
}

/** What is thrown may be anything, also something that throws when it is read. */
function reasonOf(thrown: unknown): string {
  try {
    return types.isNativeError(thrown) ? `${thrown.name}: ${thrown.message}` : inspect(thrown, { depth: 0 })
  } catch {
    return 'something that cannot be looked at'
  }
}
