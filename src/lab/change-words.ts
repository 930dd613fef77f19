import { englishChanges, type ChangeWords } from '../views/index.js'

let words = englishChanges

/** In which words labs tell what a command changed, from now on: a lesson in another language brings its own. */
export function tellChangesIn(others: ChangeWords): void {
  words = others
}

export function changeWords(): ChangeWords {
  return words
}
