import { randomNumbers, shuffled } from '../../random.js'
import { LessonError } from '../context.js'
import { letterOf } from '../predict/judge.js'
import type { Catalogue } from '../text/en.js'

/** Pure: lines out of their order, each under a letter, and the order that somebody writes. */

/** A seed of one's own for each text (FNV-1a), so that the same puzzle is the same for all. */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193)
  return hash | 0
}

/** The lines in another order than theirs, where there is another. */
export function outOfOrder(lines: readonly string[], seed: number): string[] {
  const random = randomNumbers(seed)
  const isSame = (other: readonly string[]): boolean => other.every((line, index) => line === lines[index])
  let mixed = shuffled(lines, random)
  for (let turn = 0; turn < 20 && isSame(mixed); turn++) mixed = shuffled(lines, random)
  return mixed
}

/**
 * What `'c a b'`, `'cab'` or `'c, a, b'` stands for.
 *
 * @throws LessonError naming the letter that is none, or stands there twice
 */
export function readOrder(said: string, lines: readonly string[], words: Catalogue['order']): string[] {
  const letters = [...said.toLowerCase()].filter((letter) => !/[\s,;.>→-]/.test(letter))
  const known = lines.map((_, index) => letterOf(index))
  return letters.map((letter, at) => {
    const line = lines[known.indexOf(letter)]
    if (line === undefined) throw new LessonError(words.noLine(letter, known))
    if (letters.indexOf(letter) !== at) throw new LessonError(words.twice(letter))
    return line
  })
}
