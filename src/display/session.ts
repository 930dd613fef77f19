import type { MimeBundle } from './bundle.js'

/**
 * The notebook session: the one seam between the kernel, which knows no lab, and the rooms that want to take part in
 * a cell's life. `lab` (and later `lesson`) register hooks; the evaluator calls whatever is registered.
 */
export interface SessionHooks {
  /** Runs a cell whose first line is `%%name …`. Undefined: not my magic, ask the next. */
  cellMagic?(cell: MagicCell, context: MagicContext): Promise<void> | undefined
  beforeCell?(cell: BegunCell): void | Promise<void>
  /** Awaited before the cell's reply, so that what it shows belongs to this cell. */
  afterCell?(outcome: { ok: boolean }): void | Promise<void>
  /** The stop button. True: something in the foreground was stopped, and the cell will end by itself. */
  interrupt?(): boolean
  /**
   * What may be typed where the cursor stands; undefined: nothing to say. Asked only at places that are not for
   * TypeScript alone. What comes too late (see the kernel) is not waited for.
   */
  complete?(place: CodePlace): Answer<Completion>
  /** What is known of what stands at the cursor: text, and Markdown; with `detail` 1 more of it. */
  inspect?(place: CodePlace, detail: 0 | 1): Answer<MimeBundle>
}

type Answer<T> = T | undefined | Promise<T | undefined>

/**
 * A piece of a cell that means something to whoever has registered, and where the cursor stands in it: `cursor` is an
 * offset in `text`, in UTF-16 units. The kernel finds it, since it knows TypeScript; the piece may be unfinished.
 */
export type CodePlace = { text: string; cursor: number } & (
  | {
      /** `text` is what follows `%%` on the first line up to a blank, what follows that, or all lines below. */
      kind: 'magic-name' | 'magic-arguments' | 'magic-body'
      magic: MagicCell
    }
  | {
      /** `text` is the inside of a template, as long as in the cell: each character of a `${…}` is a U+FFFC. */
      kind: 'template'
      tag: Named
    }
  | {
      /** `text` is the inside of a string somewhere in a call's arguments, as it stands in the cell. */
      kind: 'argument'
      /** What the method is called on: `lab` in `lab.ping('ns1')`. */
      receiver: Named
      method: string
      /** Which argument the string is, or is in, from 0. */
      index: number
      /** The property whose value the string is, where it stands in an object: `node` in `{ node: 'node1' }`. */
      property?: string
    }
)

/** A cell that begins: its execution count, and what stands in it. */
export interface BegunCell {
  number: number
  code: string
  /** Whether a person is there to answer (`allow_stdin`); absent where nobody tells. */
  mayAsk?: boolean
}

/** An expression like `lab` or `nodes[0].sh`, and its value; undefined where no cell that ran has declared it. */
export interface Named {
  name: string
  value: unknown
}

/** `%%sh --for 5s` → `{ name: 'sh', arguments: '--for 5s', body: everything below that line }`. */
export interface MagicCell {
  name: string
  arguments: string
  body: string
}

export interface MagicContext {
  /** Runs TypeScript in the notebook's scope, as a cell would. */
  evaluate(source: string): Promise<void>
  /** Whether the notebook has declared a variable of this name. */
  isDeclared(name: string): boolean
}

export interface Completion {
  /** UTF-16 offsets of what is to be replaced, in the place's text. */
  start: number
  end: number
  matches: { text: string; type?: string; signature?: string }[]
}

export interface NotebookSession {
  readonly hooks: SessionHooks[]
  /** The cell that runs or ran last, also for those that a cell brings in: no hook of theirs was there at its beginning. */
  cell?: BegunCell
}

const key = Symbol.for('vethbook.session')
const registry = globalThis as { [key]?: NotebookSession }

/** The session of this process, made at the first call; on globalThis, since two copies of this package may be loaded. */
export function notebookSession(): NotebookSession {
  return (registry[key] ??= { hooks: [] })
}
