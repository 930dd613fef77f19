import type { MimeBundle } from './bundle.js'

/** Where the library shows things while a cell runs. The kernel's evaluator registers its own; the default prints text. */
export interface DisplaySink {
  stream(name: 'stdout' | 'stderr', text: string): void
  /** Shows a bundle; with an `id` it can be replaced later by `update`. */
  display(bundle: MimeBundle, options?: { id?: string }): void
  /** Replaces what was shown under `id`, wherever it stands in the notebook. */
  update(id: string, bundle: MimeBundle): void
  /** False where an update cannot replace what was printed (a terminal, stock tslab): show the end only. */
  readonly isLive: boolean
  /** This sink for the cell that calls, whatever runs by the time it is used. */
  ofThisCell?(): DisplaySink
}

const key = Symbol.for('vethbook.sink')
const registry = globalThis as { [key]?: DisplaySink }

/** On globalThis, since the kernel and the notebook may load two copies of this package. */
export function registerSink(sink: DisplaySink): void {
  registry[key] = sink
}

/** Where the code that calls shows things; kept, it goes on showing them in the same cell. */
export function currentSink(): DisplaySink {
  const sink = registry[key] ?? terminalSink
  return sink.ofThisCell?.() ?? sink
}

const terminalSink: DisplaySink = {
  isLive: false,
  stream: (name, text) => void process[name].write(text),
  display: (bundle) => {
    const text = bundle['text/plain']
    if (text) process.stdout.write(text.endsWith('\n') ? text : `${text}\n`)
  },
  update: (_id, bundle) => terminalSink.display(bundle),
}
