import { notebookSession, registerSink, type Completion, type MagicCell, type MimeBundle } from '../../display/index.js'
import type { ExecuteRequest, ExpressionOutcome, Outcome, Request } from './contract.js'
import { failureOf, Interrupted } from './failure.js'
import type { Language, Run } from './language.js'
import type { Outlet } from './outlet.js'
import { importOwnPackage } from './packages.js'
import { bundleOf } from './values.js'

/** The running notebook: its cells one after another, the session's hooks around them. */
export class Notebook {
  readonly #language: Language
  readonly #outlet: Outlet
  readonly #folder: string
  /** Makes the running cell settle; undefined between cells. */
  #stop: ((interrupted: Interrupted) => void) | undefined
  #executionCount = 0

  constructor(language: Language, outlet: Outlet, folder: string) {
    this.#language = language
    this.#outlet = outlet
    this.#folder = folder
    registerSink({
      isLive: true,
      stream: (name, text) => outlet.text(name, text),
      display: (bundle, options) => outlet.output({ cell: outlet.cell, kind: 'display', bundle, ...options }),
      update: (id, bundle) => outlet.output({ cell: outlet.cell, kind: 'update', id, bundle }),
    })
  }

  /** Every answer is a plain value: a request that fails is answered by an empty one and told on stderr. */
  async handle(request: Request): Promise<unknown> {
    switch (request.kind) {
      case 'execute':
        return this.#execute(request)
      case 'interrupt':
        return this.#interrupt()
      case 'isComplete':
        return this.#language.isComplete(request.code)
      case 'complete':
        return this.#complete(request.code, request.cursor)
      case 'inspect':
        return this.#inspect(request.code, request.cursor)
    }
  }

  /** A rejection nobody handled, an exception in a timer: told, and the notebook goes on. */
  reportStray(thrown: unknown): void {
    this.#outlet.text('stderr', `${this.#failure(thrown).traceback.join('\n')}\n`)
  }

  async #execute(request: ExecuteRequest): Promise<Outcome> {
    this.#executionCount = request.executionCount
    this.#outlet.startCell(request.cell)
    const stopped = new Promise<never>((_, reject) => {
      this.#stop = reject
    })
    try {
      await this.#askHooks('beforeCell')
      const run = await Promise.race([this.#run(request.code), stopped])
      await this.#askHooks('afterCell', { ok: run.ok })
      if (!run.ok) return { ok: false, ...run.failure }
      const result = await Promise.race([bundleOf(run.value), stopped])
      const expressions = await Promise.race([this.#expressions(request.userExpressions), stopped])
      return { ok: true, ...(result && { result }), expressions }
    } catch (thrown) {
      return { ok: false, ...this.#failure(thrown) }
    } finally {
      this.#stop = undefined
    }
  }

  async #run(code: string): Promise<Run> {
    const magic = magicOf(code)
    if (!magic) return this.#language.run(code, this.#executionCount)
    await this.#runMagic(magic)
    return { ok: true, value: undefined }
  }

  async #runMagic(cell: MagicCell): Promise<void> {
    const ran = this.#askMagic(cell)
    if (ran) return ran
    if (cell.name === 'sh') {
      importOwnPackage(this.#folder)
      const second = this.#askMagic(cell)
      if (second) return second
    }
    throw new Error(
      `unknown cell magic %%${cell.name}: known is %%sh, which runs the cell's other lines as commands of the lab`,
    )
  }

  #askMagic(cell: MagicCell): Promise<void> | undefined {
    for (const hooks of notebookSession().hooks) {
      const ran = hooks.cellMagic?.(cell, {
        evaluate: async (source) => {
          const run = await this.#language.run(source, this.#executionCount)
          if (!run.ok) throw Object.assign(new Error(run.failure.message), { name: run.failure.name })
        },
        isDeclared: (name) => this.#language.isDeclared(name),
      })
      if (ran) return ran
    }
    return undefined
  }

  async #askHooks(hook: 'beforeCell'): Promise<void>
  async #askHooks(hook: 'afterCell', outcome: { ok: boolean }): Promise<void>
  async #askHooks(hook: 'beforeCell' | 'afterCell', outcome = { ok: true }): Promise<void> {
    for (const hooks of notebookSession().hooks) {
      try {
        await hooks[hook]?.(outcome)
      } catch (thrown) {
        this.reportStray(thrown)
      }
    }
  }

  async #expressions(expressions: Record<string, string>): Promise<Record<string, ExpressionOutcome>> {
    const outcomes: Record<string, ExpressionOutcome> = {}
    for (const [name, source] of Object.entries(expressions)) {
      const run = await this.#language.run(source, this.#executionCount)
      outcomes[name] = run.ok
        ? { ok: true, bundle: (await bundleOf(run.value)) ?? { 'text/plain': String(run.value) } }
        : { ok: false, ...run.failure }
    }
    return outcomes
  }

  #interrupt(): boolean {
    if (!this.#stop) return false
    for (const hooks of notebookSession().hooks) if (hooks.interrupt?.()) return true
    this.#language.interrupt()
    this.#stop(new Interrupted())
    return true
  }

  async #complete(code: string, cursor: number): Promise<Completion> {
    for (const hooks of notebookSession().hooks) {
      const completion = await hooks.complete?.(code, cursor)
      if (completion) return completion
    }
    const { start, end, candidates } = this.#language.complete(code, cursor)
    return { start, end, matches: candidates.map((text) => ({ text })) }
  }

  async #inspect(code: string, cursor: number): Promise<MimeBundle | undefined> {
    for (const hooks of notebookSession().hooks) {
      const text = await hooks.inspect?.(code, cursor)
      if (text !== undefined) return { 'text/plain': text, 'text/markdown': text }
    }
    const found = this.#language.inspect(code, cursor)
    if (!found) return undefined
    const { signature, documentation } = found
    return {
      'text/plain': [signature, documentation].filter(Boolean).join('\n\n'),
      'text/markdown': ['```typescript\n' + signature + '\n```', documentation].filter(Boolean).join('\n\n'),
    }
  }

  #failure(thrown: unknown): ReturnType<typeof failureOf> {
    return failureOf(thrown, () => undefined)
  }
}

/** `%%name arguments` as the first line: the rest is not TypeScript. */
export function magicOf(code: string): MagicCell | undefined {
  const match = /^\s*%%(\S+)[ \t]*([^\n]*)(?:\n([\s\S]*))?$/.exec(code)
  if (!match) return undefined
  return { name: match[1] ?? '', arguments: (match[2] ?? '').trim(), body: match[3] ?? '' }
}
