import { currentSink, mime, type Displayable, type PuzzleData } from '../../display/index.js'
import { showable, showProgress, type Lab } from '../../lab/index.js'
import type { Cause } from '../../network/index.js'
import { cardBundle, type Card } from '../toolkit/card.js'
import type { PracticeProgress } from '../toolkit/progress/data.js'
import { updateProgress } from '../toolkit/progress/progress.js'
import { rehearsal } from '../toolkit/rehearsal.js'
import type { Catalogue } from '../toolkit/text/en.js'
import { catalogue } from '../toolkit/text/language.js'
import {
  bestAnswer,
  diagnose,
  giveUp,
  standing,
  testRepair,
  undiagnosed,
  type Diagnosis,
  type Repair,
  type SaidAnswer,
  type Solution,
  type Standing,
} from './attempt.js'
import { begin, mendUnseen, type BreakOptions } from './begin.js'
import { diagnosisCard, notebookVoice, openCard, repairCard, solutionCard, taskCard, taskTitle } from './cards.js'
import { currentChallenge, stillBroken, unfound, type Challenge } from './challenge.js'
import type { Level } from './fault.js'
import { nextHint } from './hint.js'
import { levels } from './levels.js'
import { answers } from './prove.js'

/** What a learner is told of a network that was broken: all but what is broken. Shown as a task. */
export interface PracticeTask extends Displayable {
  /** The namespace that sends, and the address that it does not reach any more. */
  from: string
  to: string
  /** How many faults there are. */
  faults: number
  /** What each may be, as lab.explain names it. */
  causes: Cause[]
  level: Level
  seed: number
}

/** @throws LessonError where an option is none, no ping works, or nothing fits */
export async function breakLab(lab: Lab, options: BreakOptions = {}): Promise<PracticeTask> {
  const words = await catalogue()
  const progress = showProgress()
  const { challenge, wasBuilt } = await begin(lab, options, progress.tell).catch((error: unknown) => {
    progress.end()
    throw error
  })
  const { level, seed, choice } = challenge
  const task = {
    ...choice.scene.ends,
    ...{ faults: choice.faults.length, causes: [...levels[level].causes], level, seed },
  }
  const bundle = cardBundle(taskCard(challenge, wasBuilt, words, notebookVoice))
  progress.end(bundle)
  return showable(task, { wasShown: true, bundle: () => bundle })
}

/** @throws LessonError where nothing was broken, or the cause or the place is none */
export async function found(said: SaidAnswer): Promise<Diagnosis & Displayable> {
  const words = await catalogue()
  const challenge = currentChallenge(words)
  const isOpen = isLeftOpen(said)
  if (isOpen && rehearsal() === undefined) return show(undiagnosed(challenge), openCard(challenge, words))
  const diagnosis = diagnose(challenge, isOpen ? takeAnswer(challenge, words, said) : said, words)
  keep(challenge, standing(challenge), words)
  const { verdict, cause, at } = diagnosis
  const puzzle = puzzleOf('found', challenge, words, verdict === 'right', `${cause} at ${at}`)
  return show(diagnosis, diagnosisCard(diagnosis, challenge.repaired !== null, words, notebookVoice), puzzle)
}

/** As it stands in a lesson for the reader to fill: `{ cause: '…', at: '…' }`. */
function isLeftOpen({ cause, at }: SaidAnswer): boolean {
  return [cause, at].every((text) => /^[\s.…]*$/.test(text))
}

/** Where nobody is there to say it. */
function takeAnswer(challenge: Challenge, words: Catalogue, said: SaidAnswer): SaidAnswer {
  const [next] = [...unfound(challenge), ...challenge.found]
  if (rehearsal() !== 'answers' || next === undefined) return said
  const { cause, at } = bestAnswer(next)
  note(words.practice.found.taken, `cause: '${cause}', at: '${at}'`)
  return { cause, at }
}

/** @throws LessonError where nothing was broken */
export async function repaired(): Promise<Repair & Displayable> {
  const words = await catalogue()
  const challenge = currentChallenge(words)
  await takeRepair(challenge, words)
  const repair = await testRepair(challenge)
  keep(challenge, repair, words)
  const puzzle = puzzleOf('repaired', challenge, words, repair.repaired, repair.said)
  return show(repair, repairCard(repair, challenge, words, notebookVoice), puzzle)
}

/** Where nobody is there to mend it. */
async function takeRepair(challenge: Challenge, words: Catalogue): Promise<void> {
  if (rehearsal() !== 'answers') return
  const { lab, choice } = challenge
  const faults = stillBroken(lab)
  if (faults.length === 0 || (await answers(lab, choice.scene.ends, new AbortController().signal))) return
  note(words.practice.repaired.taken, faults.map(({ fault }) => fault.mends).join('\n'))
  await mendUnseen(lab.lab, faults)
}

/** The next hint. @throws LessonError where nothing was broken */
export async function showHint(): Promise<void> {
  const words = await catalogue()
  const challenge = currentChallenge(words)
  const hint = nextHint(challenge, words)
  const lines = hint === null ? [words.hint.last] : [hint]
  currentSink().display(cardBundle({ mood: 'note', title: taskTitle(challenge, words), lines }))
}

/** @throws LessonError where nothing was broken */
export async function showSolution(): Promise<Solution & Displayable> {
  const words = await catalogue()
  const challenge = currentChallenge(words)
  const solution = giveUp(challenge)
  keep(challenge, standing(challenge), words)
  return show(solution, solutionCard(solution, challenge, words, notebookVoice))
}

/** In the lesson's progress; the same network broken in the same way again takes the place of the former. */
function keep(challenge: Challenge, { repaired: isMended, seconds, commands }: Standing, words: Catalogue): void {
  const { level, seed, choice, found: named, attempts, hints, gaveUp } = challenge
  const kept: PracticeProgress = {
    ...{ level, seed, ...choice.scene.ends },
    ...{ faults: choice.faults.length, named: named.length, attempts, hints },
    ...{ repaired: isMended, seconds, commands, gaveUp },
  }
  const isSame = (other: PracticeProgress): boolean =>
    other.level === level && other.seed === seed && other.from === kept.from && other.to === kept.to
  updateProgress(words, (progress) => {
    progress.practice = [...(progress.practice ?? []).filter((each) => !isSame(each)), kept]
  })
}

function puzzleOf(
  kind: PuzzleData['kind'],
  challenge: Challenge,
  words: Catalogue,
  passed: boolean,
  saw: string,
): Record<string, PuzzleData> {
  return { [mime.puzzle]: { kind, goal: taskTitle(challenge, words), passed, saw, solution: null } }
}

function note(title: string, code: string): void {
  currentSink().display(cardBundle({ mood: 'note', title, lines: [{ code }] }))
}

function show<Data extends object>(
  data: Data,
  card: Card,
  puzzle: Readonly<Record<string, PuzzleData>> = {},
): Data & Displayable {
  const bundle = cardBundle(card, puzzle)
  currentSink().display(bundle)
  return showable(data, { wasShown: true, bundle: () => bundle })
}
