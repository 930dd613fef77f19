import { currentSink } from '../../../display/index.js'
import { openLab, runLines, type Lab } from '../../../lab/index.js'
import type { NetworkSnapshot, Topology } from '../../../network/index.js'
import { cardBundle } from '../card.js'
import { beginSection, LessonError, lessonLabIfOpen } from '../context.js'
import { keepCommands } from '../summary/commands.js'
import { catalogue } from '../text/language.js'

/**
 * What a section begins with: lines of shell, a topology, a snapshot, or a function that makes it in a lab that is as new;
 * `'empty'` is a lab as new.
 */
export type SectionStart = 'empty' | (string & {}) | Topology | NetworkSnapshot | ((lab: Lab) => unknown)

export interface SectionOptions {
  /** Without it, what the section before has left; when it is begun again, what it had left then. */
  start?: SectionStart
  /** The lab opened last by default; where there is none, one is opened. */
  lab?: Lab
}

/** What sections without a start of their own found when they were begun first. */
const found = new Map<string, NetworkSnapshot>()

/**
 * Begins a section: brings the lab to its start, the same each time. Checks and predictions from here on belong to it, and
 * those of the section before are not looked at any more.
 *
 * @throws LessonError where it has no name; what building its start throws
 */
export async function section(name: string, { start, lab: given }: SectionOptions = {}): Promise<Lab> {
  if (typeof name !== 'string' || name.trim() === '') {
    throw new LessonError("A section has a name: await lesson.section('2. Up and down', { start: 'ip netns add ns1' })")
  }
  const words = await catalogue()
  const lab = given ?? lessonLabIfOpen()?.lab ?? (await openLab())
  beginSection(name)
  keepCommands()
  await bringTo(lab, name, start)
  currentSink().display(cardBundle({ mood: 'note', title: words.section.begins(name), lines: [words.section.again] }))
  return lab
}

async function bringTo(lab: Lab, name: string, start: SectionStart | undefined): Promise<void> {
  if (start === undefined) return asFound(lab, name)
  if (isSnapshot(start)) return void (await lab.restore(start))
  await lab.reset()
  if (start === 'empty') return
  if (typeof start === 'string') await runLines(lab, start, { quiet: true })
  else if (typeof start === 'function') await start(lab)
  else await lab.build(start, { quiet: true })
}

/** The first time the lab stays as it is. */
async function asFound(lab: Lab, name: string): Promise<void> {
  const former = found.get(name)
  if (former === undefined) found.set(name, await lab.snapshot())
  else await lab.restore(former)
}

function isSnapshot(start: SectionStart): start is NetworkSnapshot {
  return typeof start === 'object' && 'spaces' in start
}
