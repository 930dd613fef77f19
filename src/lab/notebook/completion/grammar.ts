import type { Usage, UsageText } from './usage.js'

/** What may come next: a word as it stands, or what a name in capitals stands for. */
export type Next = { kind: 'word'; text: string } | { kind: 'place'; name: string }

type Definitions = UsageText['definitions']

/** Whether it may be left out. */
function isNullable(usage: Usage): boolean {
  if (usage.kind === 'choice') return usage.isOptional || usage.options.some(isNullable)
  return usage.kind === 'sequence' && usage.items.every(isNullable)
}

/** What it may begin with; a name that is defined is what it is defined as. */
export function firstOf(usage: Usage, definitions: Definitions, open: readonly string[] = []): Next[] {
  switch (usage.kind) {
    case 'word':
      return [usage]
    case 'place': {
      const meaning = open.includes(usage.name) ? undefined : definitions.get(usage.name)
      return meaning ? firstOf(meaning, definitions, [...open, usage.name]) : [usage]
    }
    case 'choice':
      return usage.options.flatMap((option) => firstOf(option, definitions, open))
    case 'sequence': {
      const found: Next[] = []
      for (const item of usage.items) {
        found.push(...firstOf(item, definitions, open))
        if (!isNullable(item)) break
      }
      return found
    }
  }
}

/** What is left of it behind a word (Brzozowski's derivative); undefined: it cannot begin so. A name takes no word. */
export function after(usage: Usage, word: string, definitions: Definitions): Usage | undefined {
  switch (usage.kind) {
    case 'word':
      return usage.text === word ? nothing : undefined
    case 'place': {
      const meaning = definitions.get(usage.name)
      const isMeant = meaning && firstOf(meaning, definitions, [usage.name]).some((next) => isWord(next, word))
      return isMeant ? nothing : undefined
    }
    case 'choice':
      return choiceOf(usage.options.map((option) => after(option, word, definitions)))
    case 'sequence': {
      const found: (Usage | undefined)[] = []
      for (const [at, item] of usage.items.entries()) {
        const rest = after(item, word, definitions)
        if (rest) found.push({ kind: 'sequence', items: [rest, ...usage.items.slice(at + 1)] })
        if (!isNullable(item)) break
      }
      return choiceOf(found)
    }
  }
}

const nothing: Usage = { kind: 'sequence', items: [] }

export const isWord = (next: Next, word: string): boolean => next.kind === 'word' && next.text === word

/** Any of several; undefined where there is none. */
export function choiceOf(usages: readonly (Usage | undefined)[]): Usage | undefined {
  const options = usages.filter((each): each is Usage => each !== undefined)
  return options.length < 2 ? options[0] : { kind: 'choice', options, isOptional: false }
}

/**
 * The keywords of a command by what may follow them: iproute2's programs take them in any order, whatever their usage
 * says. Values that have a name of their own (`on` and `off` of `arp`) are no keywords.
 */
export function keywordsOf(usage: Usage, definitions: Definitions): Map<string, Next[]> {
  const found = new Map<string, Next[]>()
  const open = new Set<string>()
  const walk = (part: Usage): void => {
    if (part.kind === 'choice') part.options.forEach(walk)
    if (part.kind === 'word') add(part.text, [])
    if (part.kind === 'place') {
      const meaning = definitions.get(part.name)
      if (!meaning || open.has(part.name)) return
      open.add(part.name)
      walk(meaning)
    }
    if (part.kind === 'sequence') walkItems(part.items)
  }
  const add = (text: string, values: Next[]): void => void found.set(text, [...(found.get(text) ?? []), ...values])
  const walkItems = (items: readonly Usage[]): void => {
    for (let at = 0; at < items.length; at++) {
      const item = items[at] as Usage
      const words = wordsAlone(item) ?? leftOut(item, items[at + 1])
      const value = words ? valueBehind(items, at) : undefined
      if (!words || !value) walk(item)
      else {
        for (const word of words) add(word, firstOf(value.usage, definitions))
        at += value.length
      }
    }
  }
  walk(usage)
  return found
}

/** `dev`, or `{ xdp | xdpgeneric }`: words that have the same value. */
function wordsAlone(usage: Usage): string[] | undefined {
  if (usage.kind === 'word') return [usage.text]
  if (usage.kind === 'sequence') return usage.items.length === 1 ? wordsAlone(usage.items[0] as Usage) : undefined
  if (usage.kind !== 'choice' || usage.isOptional) return undefined
  const words = usage.options.map(wordsAlone)
  return words.some((each) => each === undefined) ? undefined : words.flatMap((each) => each ?? [])
}

/** `[ name ] NAME`: the keyword may be left out, not what it names. */
function leftOut(usage: Usage, next: Usage | undefined): string[] | undefined {
  if (usage.kind !== 'choice' || !usage.isOptional || next?.kind !== 'place') return undefined
  return wordsAlone({ ...usage, isOptional: false })
}

/** `DEV`, `{ on | off }`, `[ to ] ADDRESS`, `[peer <options>]` does not count: it is there for itself. */
function valueBehind(items: readonly Usage[], at: number): { usage: Usage; length: number } | undefined {
  const [next, second] = [items[at + 1], items[at + 2]]
  if (!next || next.kind === 'word') return undefined
  if (next.kind !== 'choice' || !next.isOptional) return { usage: next, length: 1 }
  const isShort = next.options.every((option) => option.kind !== 'sequence' || option.items.length === 1)
  if (isShort && second?.kind === 'place') return { usage: { kind: 'sequence', items: [next, second] }, length: 2 }
  const alone = firstOf(next, new Map())
  return isShort && alone.every(({ kind }) => kind === 'place') ? { usage: next, length: 1 } : undefined
}
