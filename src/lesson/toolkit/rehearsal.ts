import { isUnattended } from './context.js'

/**
 * What a run without a person does where the reader would answer. `answers`: what the lesson's author stored is taken.
 * `as given`: nothing is filled in, and lines stay in the order in which they are shown. Lines of shell: those, in the place of
 * the stored ones.
 */
export type Rehearsal = 'answers' | 'as given' | readonly string[]

const name = 'vethbook.rehearsal'
const key = Symbol.for(name)
const registry = globalThis as { [key]?: Rehearsal }

/** Undefined: a person is there, who answers for themselves. */
export function rehearsal(): Rehearsal | undefined {
  return isUnattended() ? (registry[key] ?? 'answers') : undefined
}

/** As a cell, for those that test lessons in a kernel: they share no module with it. */
export function rehearsalCode(chosen: Rehearsal): string {
  return `void Reflect.set(globalThis, Symbol.for('${name}'), ${JSON.stringify(chosen)})`
}
