import { currentSink } from '../../../display/index.js'
import { CommandError, runLines } from '../../../lab/index.js'
import { cardBundle } from '../card.js'
import { check, type CheckOptions, type CheckResult } from '../check/check.js'
import type { Test } from '../check/test.js'
import { LessonError, lessonLab } from '../context.js'
import { rehearsal } from '../rehearsal.js'
import type { Catalogue } from '../text/en.js'
import { catalogue } from '../text/language.js'
import { fillGaps, findGaps, type Gap } from './find-gaps.js'

export interface GapsOptions extends Omit<CheckOptions, 'solution'> {
  /** What belongs into the gaps, in their order: taken where nobody is there, and shown as the solution when asked for. */
  fill?: readonly string[]
}

/**
 * Runs commands in which the reader has filled the gaps, and looks whether the goal is reached. What is wrong in them is
 * shown, and is no error; where a gap is empty, that is shown, and nothing is run.
 *
 * @throws LessonError where nobody is there to fill a gap, and no word is stored for it
 */
export async function gaps(
  commands: string,
  goal: string,
  test: Test,
  options: GapsOptions = {},
): Promise<CheckResult> {
  const words = await catalogue()
  const { fill = [], lab } = options
  const quiet = lessonLab(lab)
  const lines = tidied(commands)
  const ready = answered(lines, fill, words)
  const [empty, ...others] = findGaps(ready)
  if (empty !== undefined) tellEmpty(empty, others.length, words)
  else if (ready !== '') await run(ready, () => runLines(quiet.lab, ready), words)
  const given = findGaps(lines).length > 0 && fill.length > 0 ? { solution: fillGaps(lines, fill) } : {}
  return check(goal, test, { lab: quiet.lab, ...given })
}

/** The reader's own words, or where nobody is there to fill the gaps, those that are to be tried; '': nothing is run. */
function answered(lines: string, fill: readonly string[], words: Catalogue): string {
  const answer = rehearsal()
  if (answer === undefined || findGaps(lines).length === 0) return lines
  if (answer === 'as given') return ''
  if (answer !== 'answers') return answer.join('\n')
  if (fill.length === 0) return lines
  const filled = fillGaps(lines, fill)
  currentSink().display(cardBundle({ mood: 'note', title: words.gaps.taken, lines: [{ code: filled }] }))
  return filled
}

/** For a reader it is the next thing to do, and no error: running all cells goes on. */
function tellEmpty({ text, number, line }: Gap, others: number, { gaps: words }: Catalogue): void {
  const rest = [words.put(text), ...(others > 0 ? [words.more(others)] : [])]
  if (rehearsal() !== undefined) throw new LessonError([words.empty(text, number), `  ${line}`, ...rest].join('\n'))
  currentSink().display(cardBundle({ mood: 'ask', title: words.empty(text, number), lines: [{ code: line }, ...rest] }))
}

/** What failed is shown with what it means here; the goal is what counts. */
async function run(lines: string, action: () => Promise<unknown>, words: Catalogue): Promise<void> {
  currentSink().stream('stdout', `${lines.replace(/^/gm, '$ ')}\n`)
  try {
    await action()
  } catch (error) {
    if (!(error instanceof CommandError) || error.code === 'STOPPED') throw error
    const said = error.message.split('\n')
    currentSink().display(cardBundle({ mood: 'wrong', title: words.gaps.failed, lines: [...said, words.gaps.anew] }))
  }
}

/** Without the indentation that they have in a cell. */
function tidied(commands: string): string {
  if (typeof commands !== 'string' || commands.trim() === '') {
    throw new LessonError(
      "lesson.gaps wants commands: await lesson.gaps('ip link set ▢ up', 'veth1 is up', isUp('veth1'))",
    )
  }
  return commands
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .trim()
}
