import type { Declaration } from './former.js'

/** A declaration of a former cell, and the words in it. */
export interface Former extends Declaration {
  executionCount: number
  words: ReadonlySet<string>
}

/**
 * Everything in a text that may be a name: what stands between white space and ASCII's punctuation. Which letters of all
 * scripts make a name does not matter here, and is a large regular expression, compiled anew by each process.
 */
export function wordsOf(text: string): Set<string> {
  return new Set(text.match(/[^\s!-#%-/:-@[-^`{-~]+/g))
}

/**
 * The former declarations that a cell may mean, directly or through one another, in their order: a notebook of a thousand
 * cells need not be read again for each. What is declared for everything (`declare global`) is always among them.
 */
export function neededBy(text: string, former: readonly Former[]): Former[] {
  const named = new Map<string, Former[]>()
  for (const one of former) {
    const others = named.get(one.name)
    if (others) others.push(one)
    else named.set(one.name, [one])
  }
  const wanted = wordsOf(text)
  for (const { name } of former) if (name.startsWith('global ')) wanted.add(name)
  const found = new Set<Former>()
  // What is added to a set while it is walked through is visited, too.
  for (const name of wanted) {
    for (const one of named.get(name) ?? []) {
      found.add(one)
      for (const word of one.words) wanted.add(word)
    }
  }
  return former.filter((one) => found.has(one))
}
