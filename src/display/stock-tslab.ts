import { createRequire } from 'node:module'
import { mime } from './mime.js'
import type { MimeBundle } from './bundle.js'
import type { DisplaySink } from './sink.js'

/**
 * Stock tslab as a place to show things: its display call takes one MIME type an output and knows no updates, and a
 * cell's last value is printed by `console.log`. Found by tslab's modules in this process.
 */
interface TslabDisplay {
  raw(type: string, data: string): void
}

let display: TslabDisplay | undefined

/** The sink for stock tslab; undefined where this process is none. */
export function stockTslabSink(): DisplaySink | undefined {
  display = findDisplay()
  if (!display) return undefined
  const sink: DisplaySink = {
    isLive: false,
    stream: (name, text) => void process[name].write(text),
    display: (bundle) => {
      showPicture(bundle)
      const text = bundle[mime.text]
      if (text) process.stdout.write(text.endsWith('\n') ? text : `${text}\n`)
    },
    update: (_id, bundle) => sink.display(bundle),
  }
  return sink
}

/** For `[util.inspect.custom]`: the text form; under stock tslab the picture is shown above it. */
export function inspectDisplayable(bundle: MimeBundle): string {
  showPicture(bundle)
  return bundle[mime.text] ?? ''
}

function showPicture(bundle: MimeBundle): void {
  const svg = bundle[mime.svg]
  if (display && typeof svg === 'string') display.raw(mime.svg, svg)
}

/** Our own kernel loads tslab's converter and executor too, but never its sockets and its public door. */
function findDisplay(): TslabDisplay | undefined {
  const { cache } = createRequire(import.meta.url)
  const loaded = (file: string): { exports?: Record<string, unknown> } | undefined =>
    Object.entries(cache).find(([path]) => path.replaceAll('\\', '/').endsWith(`/tslab/dist/${file}`))?.[1]
  const sockets = loaded('jupyter.js')?.exports
  const found = loaded('public.js')?.exports?.['display'] as Partial<TslabDisplay> | undefined
  return typeof sockets?.['ZmqServer'] === 'function' && typeof found?.raw === 'function'
    ? (found as TslabDisplay)
    : undefined
}
