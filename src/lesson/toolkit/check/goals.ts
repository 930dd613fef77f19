import type { QuietLab } from '../../../lab/index.js'
import type { NetworkState } from '../../../network/index.js'
import { currentSection } from '../context.js'
import type { Finding } from './look.js'
import type { Test } from './test.js'

/** A goal that was set, and how it stood when it was last looked at. */
export interface Goal {
  readonly name: string
  readonly test: Test
  /** Lines of shell. */
  readonly solution: string | null
  readonly lab: QuietLab
  readonly section: string
  /** Undefined: it was not looked at, or on another machine than there is now. */
  standing: Standing | undefined
  /** The number of the cell that asked for it last. */
  askedIn: number | undefined
  /** Hints that were given, as long as they are the same. */
  hints: { all: readonly string[]; given: number }
}

export interface Standing {
  finding: Finding
  /** The network in which it stood so. */
  state: NetworkState
  machine: object
  /** How many commands had run in the lab by then. */
  commands: number
  /** It knows no hints. */
  isHasty: boolean
  /** A ping had no answer in time, and no error. */
  restsOnSilence: boolean
}

const goals = new Map<string, Goal>()

/** Sets a goal; one of the same name is replaced. Its hints go on where it is the same again. */
export function setGoal(goal: Omit<Goal, 'section' | 'standing' | 'askedIn' | 'hints'>): Goal {
  const former = goals.get(goal.name)
  const made: Goal = {
    ...goal,
    section: currentSection(),
    standing: former?.lab === goal.lab ? former.standing : undefined,
    askedIn: undefined,
    hints: former?.hints ?? { all: [], given: 0 },
  }
  goals.delete(goal.name)
  goals.set(goal.name, made)
  return made
}

/** The goal of that name, which is the one asked for last from now on. */
export function askedGoal(name: string): Goal | undefined {
  const goal = goals.get(name)
  if (goal === undefined) return undefined
  goals.delete(name)
  goals.set(name, goal)
  return goal
}

/** The goals of the section that runs, in labs that are there, the one asked for last at the end: others are done with. */
export function currentGoals(): Goal[] {
  for (const [name, goal] of goals) {
    if (goal.lab.isGone || goal.section !== currentSection()) goals.delete(name)
  }
  return [...goals.values()]
}

export function forgetGoals(): void {
  goals.clear()
}
