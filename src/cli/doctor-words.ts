import { decisive, type Probe } from '../engine/index.js'
import type { Versions } from './versions.js'

/** What `doctor` found out; `--json` prints it as it is. */
export interface Diagnosis {
  /** The engine that `openLab()` takes; null: none works here, or not the one that is wanted. */
  engine: string | null
  /** What the environment variable VETHBOOK_ENGINE asks for; null: nothing. */
  wanted: string | null
  engines: ({ name: string; lacks: readonly string[] } & Probe)[]
  versions: Versions
}

/** The diagnosis as text for a terminal. */
export function inWords({ engine, wanted, engines, versions }: Diagnosis): string {
  // Those that would be taken before the one that works may be worth mending; those after it nobody needs here.
  const deciding = decisive(engines, wanted)
  const others = engines
    .filter((each) => !deciding.includes(each))
    .map(({ name, works }) => `${name} ${works ? 'works' : 'does not'}`)
  return [
    verdict(engine, wanted, deciding.length > 0),
    ...deciding.flatMap(engineLines),
    ...(others.length > 0 ? [`  Other engines: ${others.join(', ')} (--json says why).`] : []),
    '',
    'Programs',
    `  node     ${versions.node}`,
    `  ip       ${versions.ip ?? 'not found: apt-get install iproute2'}`,
    `  ping     ${versions.ping ?? 'not found: apt-get install iputils-ping'}`,
    `  kernel   ${versions.kernelspec ?? 'not registered with Jupyter: vethbook install --user'}`,
  ].join('\n')
}

function verdict(engine: string | null, wanted: string | null, isThere: boolean): string {
  if (engine !== null)
    return `Sandbox: the engine "${engine}"${wanted === null ? '' : ', which VETHBOOK_ENGINE names,'} runs the commands of your cells.`
  if (wanted === null) return 'No sandbox: none of the engines works on this machine.'
  return isThere
    ? `No sandbox: the engine "${wanted}", which VETHBOOK_ENGINE names, does not work on this machine.`
    : `No sandbox: VETHBOOK_ENGINE names "${wanted}", and there is no such engine.`
}

function engineLines(engine: Diagnosis['engines'][number]): string[] {
  if (!engine.works) {
    return [`  ${engine.name}: no. ${engine.reason}`, ...engine.remedies.map((remedy) => indented(`- ${remedy}`))]
  }
  const missing = [...engine.lacks, ...engine.missing]
  return [`  ${engine.detail}`, ...(missing.length > 0 ? [`  What a lab lacks here: ${missing.join(', ')}.`] : [])]
}

/** A remedy may have lines of its own, such as a profile to be pasted. */
function indented(text: string): string {
  return `    ${text.replaceAll('\n', '\n      ')}`
}
