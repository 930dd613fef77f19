import { mime, type Displayable } from '../display/index.js'
import { decisive, probeEngines, wantedEngine, type Feature } from '../engine/index.js'
import { showable } from './shown.js'

/** What this machine allows: which engine a lab gets here, and why not the others. */
export interface DoctorReport extends Displayable {
  /** Name of the engine that openLab uses; null where none works, or not the one that VETHBOOK_ENGINE names. */
  chosen: string | null
  engines: EngineReport[]
}

export interface EngineReport {
  name: string
  works: boolean
  /** How it works here, or why it does not. */
  words: string
  /** What a lab lacks here. */
  lacks: Feature[]
  /** Commands, settings or other engines that would mend it. */
  remedies: string[]
}

/** Looks at what this machine allows, without changing anything. */
export async function doctor(): Promise<DoctorReport> {
  const engines = (await probeEngines()).map(({ engine, probe }): EngineReport => {
    const { name } = engine
    if (!probe.works) return { name, works: false, words: probe.reason, lacks: [], remedies: probe.remedies }
    const lacks = [...new Set([...engine.lacks, ...probe.missing])]
    return { name, works: true, words: probe.detail, lacks, remedies: [] }
  })
  const wanted = wantedEngine()
  const deciding = decisive(engines, wanted)
  const chosen = deciding.find(({ works }) => works)?.name ?? null
  return showable({ chosen, engines }, { bundle: () => ({ [mime.text]: reportWords(chosen, wanted, deciding) }) })
}

/** Engines that would be taken before the one that works may be worth mending; those after it nobody needs here. */
function reportWords(chosen: string | null, wanted: string | null, deciding: readonly EngineReport[]): string {
  const by = wanted === null ? '' : `, which VETHBOOK_ENGINE names`
  const first =
    chosen !== null
      ? `Labs work on this machine (engine ${chosen}${by}).`
      : wanted === null
        ? 'No lab can be opened on this machine.'
        : `No lab can be opened on this machine with the engine ${wanted}${by}.`
  const unknown = deciding.length === 0 ? ['  There is no engine of that name.'] : []
  return [first, ...unknown, ...deciding.flatMap(engineLines)].join('\n')
}

function engineLines({ name, works, words, lacks, remedies }: EngineReport): string[] {
  if (!works) return [`  The engine ${name} does not work here: ${words}`, ...remedies.map(remedyLines)]
  return [`  ${words}`, ...(lacks.length === 0 ? [] : [`  What a lab lacks here: ${lacks.join(', ')}.`])]
}

/** A remedy may have lines of its own, such as a profile to be pasted. */
function remedyLines(remedy: string): string {
  return `  - ${remedy.replaceAll('\n', '\n    ')}`
}
