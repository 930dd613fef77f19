import { describeNetwork } from '../../network/index.js'
import type { Card } from '../toolkit/card.js'
import type { Catalogue } from '../toolkit/text/en.js'
import { bestAnswer, type Diagnosis, type Repair, type Solution } from './attempt.js'
import { levels } from './levels.js'
import type { Challenge } from './challenge.js'

/** How to go on, where the learner stands: in a notebook, or in the terminal of `vethbook practice`. */
export interface Voice {
  /** How a diagnosis is given, how a repair is tested, and how more help is had. */
  found: string
  repaired: string
}

export const notebookVoice: Voice = {
  found: "await lesson.found({ cause: '…', at: '…' })",
  repaired: 'await lesson.repaired()',
}

/** What is to be found out, and nothing of what it is. */
export function taskCard(challenge: Challenge, wasBuilt: boolean, words: Catalogue, voice: Voice): Card {
  const { practice } = words
  const { level, seed, choice } = challenge
  return {
    mood: 'ask',
    title: taskTitle(challenge, words),
    lines: [
      ...(wasBuilt ? [practice.built(level), { code: describeNetwork(choice.scene.snapshot.state) }] : []),
      `${practice.count[choice.faults.length === 1 ? 1 : 2]} ${practice.task}`,
      practice.causes(levels[level].causes.join(', ')),
      practice.sayIn,
      { code: `${voice.found}\n${voice.repaired}` },
      practice.again(level, seed),
    ],
  }
}

export function taskTitle({ choice }: Challenge, { space, practice }: Catalogue): string {
  const { from, to } = choice.scene.ends
  return practice.title(space(from), to)
}

/** Where nobody has said yet what is broken. */
export function openCard(challenge: Challenge, words: Catalogue): Card {
  const { practice } = words
  return {
    mood: 'ask',
    title: practice.found.open,
    lines: [practice.causes(levels[challenge.level].causes.join(', ')), practice.found.places],
  }
}

export function diagnosisCard(diagnosis: Diagnosis, isRepaired: boolean, words: Catalogue, voice: Voice): Card {
  const { found } = words.practice
  const { verdict, cause, at, wasKnown, evidence, brokenBy, left } = diagnosis
  if (verdict === 'wrong') return { mood: 'wrong', title: found.wrong(cause, at), lines: [] }
  if (verdict === 'right-place') return { mood: 'differs', title: found.rightPlace(at), lines: [] }
  const rest = left > 0 ? [found.more] : isRepaired ? [found.all] : [found.mend, { code: voice.repaired }]
  return {
    mood: 'right',
    title: found.right(cause, at),
    lines: [
      ...(wasKnown ? [found.again] : []),
      ...evidence.map((each) => `${each}.`),
      ...(brokenBy === null ? [] : [found.brokenBy, { code: brokenBy }]),
      ...rest,
    ],
  }
}

export function repairCard(repair: Repair, challenge: Challenge, words: Catalogue, voice: Voice): Card {
  const { repaired, time, commands, solution } = words.practice
  const { from, to } = challenge.choice.scene.ends
  const space = words.space(from)
  if (!repair.repaired) {
    const said = repair.said === '' ? repaired.silent : repaired.said(repair.said)
    return { mood: 'wrong', title: repaired.no(space, to), lines: [said] }
  }
  const took = time(Math.floor(repair.seconds / 60), repair.seconds % 60)
  const isUnnamed = repair.left > 0 && !challenge.gaveUp
  return {
    mood: 'right',
    title: repaired.yes(space, to, took, commands(repair.commands)),
    lines: [
      ...challenge.found.map(bestAnswer).map(({ cause, at }) => solution.named(cause, at)),
      ...(isUnnamed ? [repaired.unnamed, { code: voice.found }] : []),
      repaired.score(repair.attempts, repair.hints),
    ],
  }
}

export function solutionCard(told: Solution, challenge: Challenge, words: Catalogue, voice: Voice): Card {
  const { solution, found } = words.practice
  const { from, to } = challenge.choice.scene.ends
  return {
    mood: 'note',
    title: solution.title(words.space(from), to),
    lines: [
      ...told.faults.flatMap(({ cause, at, evidence, brokenBy, mends }) => [
        solution.named(cause, at),
        ...evidence.map((each) => `${each}.`),
        found.brokenBy,
        { code: brokenBy },
        solution.mends,
        { code: mends },
      ]),
      ...(challenge.repaired === null ? [found.mend, { code: voice.repaired }] : []),
    ],
  }
}
