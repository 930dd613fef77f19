import type { Cause, PingResult } from '../../network/index.js'
import type { Catalogue } from '../toolkit/text/en.js'
import { answersTo, judge, placeText, readCause, readPlace, type Verdict } from './answer.js'
import { commandsSince, unfound, type Challenge } from './challenge.js'
import { levels } from './levels.js'
import { comesBack, type Proven } from './prove.js'

/** What somebody takes to be broken. */
export interface SaidAnswer {
  /** As lab.explain names it: `'link-down'`. */
  cause: string
  /** `'ns1.veth1'`, `'ns1'`, or `'veth1 in ns1'`. */
  at: string
}

/** How right a diagnosis is. */
export interface Diagnosis {
  /** '': nothing was said. */
  cause: Cause | ''
  at: string
  /** `right-place`: something is wrong there, but not that. `wrong`: neither. `open`: nothing was said. */
  verdict: Verdict | 'open'
  /** It was named before. */
  wasKnown: boolean
  /** What lab.explain says of it, each a sentence without a full stop; only of what was named rightly. */
  evidence: string[]
  /** The commands that broke it; null unless it was named rightly. */
  brokenBy: string | null
  /** Faults that nobody has named yet. */
  left: number
}

/** Nothing was said: that is no attempt. */
export function undiagnosed({ choice, found }: Challenge): Diagnosis {
  const left = choice.faults.length - found.length
  return { cause: '', at: '', verdict: 'open', wasKnown: false, evidence: [], brokenBy: null, left }
}

/** How far it is. */
export interface Standing {
  repaired: boolean
  /** Seconds and commands from the break until the ping came back, or until now. */
  seconds: number
  commands: number
}

/** What became of a repair. */
export interface Repair extends Standing {
  attempts: number
  hints: number
  /** Faults that nobody has named yet. */
  left: number
  /** What ping says where nothing comes back; '' where it says nothing. */
  said: string
}

/** What was broken, and what mends it. */
export interface Solution {
  faults: { cause: Cause; at: string; evidence: string[]; brokenBy: string; mends: string }[]
}

/** @throws LessonError where the cause or the place is none; that is no attempt */
export function diagnose(challenge: Challenge, { cause, at }: SaidAnswer, { practice }: Catalogue): Diagnosis {
  const { scene, faults } = challenge.choice
  const state = scene.snapshot.state
  const said = {
    cause: readCause(cause, levels[challenge.level].causes, practice),
    at: readPlace(at, state, practice),
  }
  challenge.attempts++
  const { verdict, fault } = judge(said, [...unfound(challenge), ...challenge.found], state)
  const isRight = verdict === 'right' && fault !== undefined
  const wasKnown = isRight && challenge.found.includes(fault)
  if (isRight && !wasKnown) challenge.found.push(fault)
  return {
    ...{ ...said, verdict, wasKnown },
    evidence: isRight ? fault.explanation.evidence : [],
    brokenBy: isRight ? fault.fault.breaks : null,
    left: faults.length - challenge.found.length,
  }
}

/** Pings. What is mended, and however, is right if the answer comes back. */
export async function testRepair(
  challenge: Challenge,
  countCommands: (challenge: Challenge) => number = commandsSince,
): Promise<Repair> {
  const { lab, choice, startedAt, numbers } = challenge
  const signal = new AbortController().signal
  const isBack = await comesBack(lab, choice.scene.ends, signal, 3)
  const now = { afterMs: performance.now() - startedAt, commands: countCommands(challenge) }
  if (isBack && challenge.repaired === null) {
    challenge.repaired = now
    for (const [index, fault] of numbers.entries()) {
      const proven = choice.faults[index]
      if (proven !== undefined) lab.emit({ kind: 'repaired', fault, what: nameOf(proven), how: null })
    }
  }
  const { afterMs, commands } = (isBack ? challenge.repaired : null) ?? now
  return {
    repaired: isBack,
    ...{ seconds: Math.round(afterMs / 1000), commands, attempts: challenge.attempts, hints: challenge.hints },
    left: choice.faults.length - challenge.found.length,
    said: isBack ? '' : complaint(await lastPing(challenge)),
  }
}

/** By what is known without a ping. */
export function standing(challenge: Challenge): Standing {
  const { repaired, startedAt } = challenge
  const { afterMs, commands } = repaired ?? {
    afterMs: performance.now() - startedAt,
    commands: commandsSince(challenge),
  }
  return { repaired: repaired !== null, seconds: Math.round(afterMs / 1000), commands }
}

export function giveUp(challenge: Challenge): Solution {
  challenge.gaveUp = true
  return {
    faults: challenge.choice.faults.map((proven) => ({
      ...bestAnswer(proven),
      evidence: proven.explanation.evidence,
      brokenBy: proven.fault.breaks,
      mends: proven.fault.mends,
    })),
  }
}

/** The name that lab.explain gives it, where that is right of the fault itself; else the fault's own. */
export function bestAnswer(proven: Proven): { cause: Cause; at: string } {
  const { fault, explanation } = proven
  const told = { cause: explanation.cause, at: placeText(explanation.at) }
  const isOwn = fault.answers.some(({ cause, at }) => cause === told.cause && at === told.at)
  const [first = told] = isOwn ? [told] : answersTo(proven)
  return { cause: first.cause, at: first.at }
}

function nameOf(proven: Proven): string {
  const { cause, at } = bestAnswer(proven)
  return `${cause} at ${at}`
}

async function lastPing({ lab, choice }: Challenge): Promise<string> {
  try {
    const result: PingResult = await lab.ping({ ...choice.scene.ends, count: 1, timeoutMs: 1000 })
    return result.output
  } catch (error) {
    // A namespace that is gone: its absence is what there is to say.
    if (error instanceof RangeError) return error.message
    throw error
  }
}

/** The line in which ping, or a router on the way, says what is wrong; '' where nobody does. */
export function complaint(output: string): string {
  const lines = output.split('\n').map((line) => line.trim())
  return (
    lines.find((line) =>
      /unreachable|exceeded|prohibited|filtered|not permitted|no network namespace|invalid argument|too long/i.test(
        line,
      ),
    ) ?? ''
  )
}
