/**
 * The notebook session: the one seam between the kernel, which knows no lab, and the rooms that want to take part in
 * a cell's life. `lab` (and later `lesson`) register hooks; the evaluator calls whatever is registered.
 */
export interface SessionHooks {
  /** Runs a cell whose first line is `%%name …`. Undefined: not my magic, ask the next. */
  cellMagic?(cell: MagicCell, context: MagicContext): Promise<void> | undefined
  beforeCell?(): void | Promise<void>
  /** Awaited before the cell's reply, so that what it shows belongs to this cell. */
  afterCell?(outcome: { ok: boolean }): void | Promise<void>
  /** The stop button. True: something in the foreground was stopped, and the cell will end by itself. */
  interrupt?(): boolean
  /** Matches for the text before `cursor` (UTF-16 offset); undefined: nothing to say. */
  complete?(code: string, cursor: number): Completion | undefined | Promise<Completion | undefined>
  inspect?(code: string, cursor: number): string | undefined | Promise<string | undefined>
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
  /** UTF-16 offsets of the text to be replaced. */
  start: number
  end: number
  matches: { text: string; type?: string; signature?: string }[]
}

export interface NotebookSession {
  readonly hooks: SessionHooks[]
}

const key = Symbol.for('vethbook.session')
const registry = globalThis as { [key]?: NotebookSession }

/** The session of this process, made at the first call; on globalThis, since two copies of this package may be loaded. */
export function notebookSession(): NotebookSession {
  return (registry[key] ??= { hooks: [] })
}
