import { notebookSession, type Completion, type MimeBundle, type SessionHooks } from '../../display/index.js'
import type { CommHub } from './comms.js'
import { askComplete, askInspect } from './completion/hooks.js'
import { completeModule } from './completion/modules.js'
import { completePath } from './completion/paths.js'
import { placeAt, type FoundPlace } from './completion/place.js'
import {
  unpack,
  type CommEvent,
  type ExecuteRequest,
  type ExpressionOutcome,
  type Outcome,
  type Request,
} from './contract.js'
import { Interrupted } from './failure.js'
import type { Language, Run } from './language.js'
import { bringMagic, magicOf, runMagic } from './magic.js'
import type { Outlet } from './outlet.js'
import { bundleOf, plainText } from './values.js'

/** The running notebook: its cells one after another, the session's hooks around them. */
export class Notebook {
  readonly #language: Language
  readonly #outlet: Outlet
  readonly #comms: CommHub
  readonly #folder: string
  /** Makes the running cell end as an error; undefined between cells. */
  #stop: (() => void) | undefined

  constructor(language: Language, outlet: Outlet, comms: CommHub, folder: string) {
    this.#language = language
    this.#outlet = outlet
    this.#comms = comms
    this.#folder = folder
  }

  async handle(request: Request): Promise<unknown> {
    switch (request.kind) {
      case 'execute':
        return this.#execute(request)
      case 'interrupt':
        return this.#interrupt()
      case 'isComplete':
        return magicOf(request.code) ? { status: 'complete' } : this.#language.isComplete(request.code)
      case 'complete':
        return this.#complete(request.code, request.cursor)
      case 'inspect':
        return this.#inspect(request.code, request.cursor, request.detail)
      case 'comm':
        return this.#receive(unpack(request.event))
      case 'listComms':
        return this.#comms.list(request.target)
    }
  }

  /** A rejection nobody handled, an exception in a timer: told on stderr of its cell, and the notebook goes on. */
  reportStray(thrown: unknown, cell = this.#outlet.cell): void {
    this.#outlet.text('stderr', `${this.#language.failureOf(thrown).traceback.join('\n')}\n`, cell)
  }

  /** In a turn of its own: whatever the handlers do, and wherever they are stopped, the message has been taken. */
  #receive(event: CommEvent): void {
    setImmediate(() => this.#comms.receive(event))
  }

  /**
   * Settles once: with the cell's own end, or with a stop. After a stop the cell's code may still be running towards
   * its end, or never end at all; nobody waits for it.
   */
  #execute(request: ExecuteRequest): Promise<Outcome> {
    this.#outlet.startCell(request.cell)
    return new Promise((resolve, reject) => {
      let isOver = false
      const end = async (outcome: Outcome): Promise<void> => {
        if (isOver) return
        isOver = true
        this.#stop = undefined
        await this.#askHooks((hooks) => hooks.afterCell?.({ ok: outcome.ok }))
        resolve(outcome)
      }
      this.#stop = () => void end({ ok: false, ...this.#language.failureOf(new Interrupted()) })
      this.#perform(request).then(end).catch(reject)
    })
  }

  async #perform(request: ExecuteRequest): Promise<Outcome> {
    try {
      const question = questionOf(request.code)
      if (question !== undefined) return await this.#explain(question)
      const cell = { number: request.executionCount, code: request.code, mayAsk: request.allowStdin }
      notebookSession().cell = cell
      await this.#askHooks((hooks) => hooks.beforeCell?.(cell))
      const run = await this.#run(request)
      if (!run.ok) return { ok: false, ...run.failure }
      const result = await bundleOf(run.value)
      const expressions = await this.#expressions(request)
      return { ok: true, ...(result && { result }), expressions }
    } catch (thrown) {
      return { ok: false, ...this.#language.failureOf(thrown) }
    }
  }

  /** `name?` as a cell: what inspection says about it, on a page. */
  async #explain(name: string): Promise<Outcome> {
    const page = (await this.#inspect(name, name.length, 1)) ?? { 'text/plain': `Nothing is known of ${name}.` }
    return { ok: true, page, expressions: {} }
  }

  async #run({ code, executionCount }: ExecuteRequest): Promise<Run> {
    const magic = magicOf(code)
    if (!magic) return this.#language.run(code, executionCount)
    await runMagic(magic, this.#folder, {
      evaluate: async (source) => {
        const run = await this.#language.run(source, executionCount)
        if (!run.ok) throw Object.assign(new Error(run.failure.message), { name: run.failure.name })
      },
      isDeclared: (name) => this.#language.isDeclared(name),
    })
    return { ok: true, value: undefined }
  }

  async #askHooks(ask: (hooks: SessionHooks) => void | Promise<void>): Promise<void> {
    for (const hooks of notebookSession().hooks) {
      try {
        await ask(hooks)
      } catch (thrown) {
        this.reportStray(thrown)
      }
    }
  }

  async #expressions(request: ExecuteRequest): Promise<Record<string, ExpressionOutcome>> {
    const outcomes: Record<string, ExpressionOutcome> = {}
    for (const [name, source] of Object.entries(request.userExpressions)) {
      const run = await this.#language.run(source, request.executionCount)
      outcomes[name] = run.ok
        ? { ok: true, bundle: (await bundleOf(run.value)) ?? { 'text/plain': plainText(run.value) } }
        : { ok: false, ...run.failure }
    }
    return outcomes
  }

  /** A foreground command that a hook has stopped ends its cell by itself; anything else ends here. */
  #interrupt(): void {
    if (!this.#stop) return
    for (const hooks of notebookSession().hooks) if (hooks.interrupt?.()) return
    this.#language.interrupt()
    this.#stop()
  }

  /** Whoever knows the lab first, then TypeScript; names of files where neither has anything to say. */
  async #complete(code: string, cursor: number): Promise<Completion> {
    const found = this.#placeAt(code, cursor)
    if (found) {
      const completion = await askComplete(found, (thrown) => this.reportStray(thrown))
      if (completion) return completion
    }
    if (magicOf(code)) return { start: cursor, end: cursor, matches: [] }
    const module = completeModule(code, cursor, this.#folder)
    if (module) return module
    const known = this.#language.complete(code, cursor)
    return known.matches.length > 0 ? known : (completePath(code, cursor, this.#folder) ?? known)
  }

  async #inspect(code: string, cursor: number, detail: 0 | 1): Promise<MimeBundle | undefined> {
    const place = this.#placeAt(code, cursor)
    const said = place && (await askInspect(place, detail, (thrown) => this.reportStray(thrown)))
    if (said) return said
    const found = magicOf(code) ? undefined : this.#language.inspect(code, cursor)
    if (!found) return undefined
    const { signature, documentation } = found
    return {
      'text/plain': [signature, documentation].filter(Boolean).join('\n\n'),
      'text/markdown': ['```typescript\n' + signature + '\n```', documentation].filter(Boolean).join('\n\n'),
    }
  }

  #placeAt(code: string, cursor: number): FoundPlace | undefined {
    const found = placeAt(code, cursor, (path) => this.#language.valueOf(path))
    // As when the cell runs: whoever knows %%sh may not be here yet. Its name may be unfinished.
    if (found && 'magic' in found.place && 'sh'.startsWith(found.place.magic.name)) bringMagic(this.#folder)
    return found
  }
}

function questionOf(code: string): string | undefined {
  return /^\s*([\w$.]+)\?\s*$/.exec(code)?.[1]
}
