import { createRequire } from 'node:module'
import { mime } from './mime.js'
import type { MimeBundle } from './bundle.js'
import type { DisplaySink } from './sink.js'

/**
 * Stock tslab as a place to show things: its display call takes one MIME type an output and knows no updates, and a
 * cell's last value is printed by `console.log`. Found by tslab's modules in this process.
 */
interface StockTslab {
  display: { raw(type: string, data: string): void }
  /** Its module `jupyter`: `lastWriteDisplayData` is another function for each cell. */
  sockets: { lastWriteDisplayData: unknown }
}

let tslab: StockTslab | undefined

/** The sink for stock tslab; undefined where this process is none. */
export function stockTslabSink(): DisplaySink | undefined {
  tslab = findTslab()
  if (!tslab) return undefined
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

/** What tells one cell of stock tslab from another; null elsewhere. */
export function stockTslabCell(): unknown {
  return tslab?.sockets.lastWriteDisplayData ?? null
}

/** For `[util.inspect.custom]`: the text form; under stock tslab the picture is shown above it. */
export function inspectDisplayable(bundle: MimeBundle): string {
  showPicture(bundle)
  return bundle[mime.text] ?? ''
}

function showPicture(bundle: MimeBundle): void {
  const svg = bundle[mime.svg]
  if (tslab && typeof svg === 'string') tslab.display.raw(mime.svg, svg)
}

/** Our own kernel loads tslab's converter and executor too, but never its sockets; a program may have loaded them idle. */
function findTslab(): StockTslab | undefined {
  const { cache } = createRequire(import.meta.url)
  const path = Object.keys(cache).find((each) => each.endsWith('/tslab/dist/jupyter.js'))
  if (path === undefined) return undefined
  const sockets = cache[path]?.exports as StockTslab['sockets']
  if (typeof sockets.lastWriteDisplayData !== 'function') return undefined
  const { display } = createRequire(path)('./public.js') as Pick<StockTslab, 'display'>
  return { display, sockets }
}
