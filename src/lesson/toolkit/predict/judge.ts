import type { Answer } from './prediction.js'

/** Pure: what an answer means, and whether it came true. */

/** The letters under which choices are listed: a, b, c … */
export function letterOf(index: number): string {
  return String.fromCodePoint(97 + index)
}

/**
 * The choice that somebody means by its own words or by its letter, in whatever case; of free text the text itself.
 * Undefined: none of them.
 */
export function meantChoice(choices: readonly Answer[], said: Answer): string | undefined {
  const text = String(said).trim()
  if (choices.length === 0) return text === '' ? undefined : text
  const words = choices.map(String)
  const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()
  return words.find((word) => isSame(word, text)) ?? words.find((_, index) => isSame(letterOf(index), text))
}

/** Null: free texts that differ, which only a reader can compare. */
export function isRight(choices: readonly Answer[], predicted: string, observed: Answer): boolean | null {
  const outcome = String(observed)
  if (predicted.trim().toLowerCase() === outcome.trim().toLowerCase()) return true
  if (choices.length > 0) return false
  const [one, other] = [numberOf(predicted), numberOf(outcome)]
  if (one === undefined || other === undefined) return null
  return one === other
}

function numberOf(text: string): number | undefined {
  const number = Number(text.trim())
  return text.trim() === '' || !Number.isFinite(number) ? undefined : number
}
