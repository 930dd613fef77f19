import { randomUUID } from 'node:crypto'
import { currentSink, mime, type MimeBundle } from '../display/index.js'

/** A wait shorter than this says nothing. */
const QUIET_MS = 200

/** How far something is, in place, where a front end can replace what it shows; at its end the result stands there. */
export function showProgress(): { tell: (words: string) => void; end: (bundle?: MimeBundle) => void } {
  const sink = currentSink()
  const id = randomUUID()
  const startedAt = performance.now()
  let lastAt = 0
  let isShown = false
  const show = (bundle: MimeBundle): void => {
    if (isShown) sink.update(id, bundle)
    else sink.display(bundle, { id })
    isShown = true
  }
  return {
    tell(words) {
      const now = performance.now()
      if (!sink.isLive || now - startedAt < QUIET_MS || now - lastAt < 100) return
      lastAt = now
      show({ [mime.text]: `${words} The stop button ends it.` })
    },
    end(bundle) {
      if (bundle !== undefined) show(bundle)
      else if (isShown) show({ [mime.text]: 'Not done.' })
    },
  }
}
