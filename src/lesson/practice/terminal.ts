import { explanationText } from '../../views/index.js'
import type { Lab } from '../../lab/index.js'
import { describeNetwork } from '../../network/index.js'
import { cardText, type Card } from '../toolkit/card.js'
import { LessonError } from '../toolkit/context.js'
import type { Catalogue } from '../toolkit/text/en.js'
import { catalogue } from '../toolkit/text/language.js'
import { diagnose, giveUp, testRepair } from './attempt.js'
import { begin } from './begin.js'
import { diagnosisCard, repairCard, solutionCard, taskCard, type Voice } from './cards.js'
import type { Challenge } from './challenge.js'
import type { Level } from './fault.js'
import { nextHint } from './hint.js'

const voice: Voice = { found: 'found CAUSE at PLACE', repaired: 'repaired' }

/** The words that a terminal's practice answers to. */
export const terminalVerbs = ['task', 'found', 'repaired', 'hint', 'explain', 'give-up'] as const

/** Practice without a notebook: what is asked of it, and answered, is text. */
export class TerminalPractice {
  readonly #challenge: Challenge
  readonly #words: Catalogue

  private constructor(challenge: Challenge, words: Catalogue) {
    this.#challenge = challenge
    this.#words = words
  }

  /** Breaks the network of the level in a lab that is as new. @throws LessonError where the level or the seed is none */
  static async begin(lab: Lab, level: Level, seed: number): Promise<TerminalPractice> {
    const { challenge } = await begin(lab, { level, seed }, () => undefined)
    return new TerminalPractice(challenge, await catalogue())
  }

  get isRepaired(): boolean {
    return this.#challenge.repaired !== null
  }

  get task(): string {
    const { practice, pictures } = this.#words
    const network = describeNetwork(this.#challenge.choice.scene.snapshot.state, pictures.network)
    return `${practice.worked}\n${network}\n\n${cardText(taskCard(this.#challenge, false, this.#words, voice))}`
  }

  /**
   * The answer to a word of `terminalVerbs` with those after it; `commands`: how many others were run so far. What cannot be
   * meant is said so.
   */
  async answer(verb: string, rest: string, commands: number): Promise<string> {
    try {
      return await this.#answer(verb, rest, commands)
    } catch (error) {
      if (error instanceof LessonError || error instanceof RangeError) return error.message
      throw error
    }
  }

  async #answer(verb: string, rest: string, commands: number): Promise<string> {
    const [challenge, words] = [this.#challenge, this.#words]
    const { terminal } = words.practice
    switch (verb) {
      case 'found': {
        const [, cause, at] = /^(.+?)\s+(?:at|in)\s+(.+)$/.exec(rest) ?? /^(\S+)\s+(\S+)$/.exec(rest) ?? []
        if (cause === undefined || at === undefined) return terminal.sayFound
        const diagnosis = diagnose(challenge, { cause, at }, words)
        return this.#andNext(diagnosisCard(diagnosis, this.isRepaired, words, voice))
      }
      case 'repaired':
        return this.#andNext(repairCard(await testRepair(challenge, () => commands), challenge, words, voice))
      case 'hint':
        return nextHint(challenge, words) ?? terminal.last
      case 'explain':
        return String(explanationText(await challenge.lab.explain(challenge.choice.scene.ends))['text/plain'])
      case 'give-up':
        return this.#andNext(solutionCard(giveUp(challenge), challenge, words, voice))
      default:
        return this.task
    }
  }

  /** What is mended, and all of it named or given up, is done with. */
  #andNext(card: Card): string {
    const { found, choice, gaveUp } = this.#challenge
    const isDone = this.isRepaired && (gaveUp || found.length === choice.faults.length)
    return cardText(isDone ? { ...card, lines: [...card.lines, this.#words.practice.terminal.nextOne] } : card)
  }
}

/** What a terminal's practice says beside its answers. */
export async function practiceWords(): Promise<Catalogue['practice']['terminal']> {
  return (await catalogue()).practice.terminal
}
