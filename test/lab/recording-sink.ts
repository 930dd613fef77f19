import { mime, registerSink, type DisplaySink, type MimeBundle } from '../../src/display/index.js'

/** What was shown, in order; a display with its updates as a front end would have them in the end. */
export interface RecordingSink extends DisplaySink {
  /** All stream text, both streams together. */
  readonly text: string
  readonly displays: { id: string | undefined; bundles: MimeBundle[] }[]
  /** The last bundle of each display. */
  readonly last: MimeBundle[]
  clear(): void
}

export function recordingSink({ isLive = true } = {}): RecordingSink {
  let text = ''
  const displays: { id: string | undefined; bundles: MimeBundle[] }[] = []
  return {
    isLive,
    get text() {
      return text
    },
    displays,
    get last() {
      return displays.map(({ bundles }) => bundles.at(-1) ?? {})
    },
    stream: (_name, chunk) => void (text += chunk),
    display: (bundle, options) => void displays.push({ id: options?.id, bundles: [bundle] }),
    update: (id, bundle) => {
      const shown = displays.find((each) => each.id === id)
      if (!shown) throw new Error(`nothing was shown under ${id}`)
      shown.bundles.push(bundle)
    },
    clear: () => {
      text = ''
      displays.length = 0
    },
  }
}

/** Makes it the place where the library shows things. */
export function recordShown(options?: { isLive?: boolean }): RecordingSink {
  const sink = recordingSink(options)
  registerSink(sink)
  return sink
}

export function textOf(bundle: MimeBundle | undefined): string {
  return bundle?.[mime.text] ?? ''
}
