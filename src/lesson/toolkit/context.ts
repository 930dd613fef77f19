import { latestCell, quietLab, type Lab, type QuietLab } from '../../lab/index.js'

/** Where a call of the toolkit stands: in which section, in which lab, with or without a person. */

/** A lesson was told something that cannot be meant; the message says what to write. */
export class LessonError extends Error {
  override readonly name = 'LessonError'
}

/**
 * The lab given, or the one opened last.
 *
 * @throws LessonError where none is open
 */
export function lessonLab(lab?: Lab): QuietLab {
  const quiet = quietLab(lab)
  if (quiet !== undefined) return quiet
  throw new LessonError('There is no lab to look at. Open one in a cell before this one: const lab = await openLab()')
}

/** The same, or undefined where none is open. */
export function lessonLabIfOpen(lab?: Lab): QuietLab | undefined {
  return quietLab(lab)
}

/** Nobody is there to answer: a headless run, a test, a program. */
export function isUnattended(): boolean {
  return latestCell()?.mayAsk !== true
}

let section = ''

/** The name of the section that runs; '' before the first. */
export function currentSection(): string {
  return section
}

/** From here on it is another section: checks of the former are not looked at any more. */
export function beginSection(name: string): void {
  section = name
}
