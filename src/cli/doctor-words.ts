import type { Probe } from '../engine/index.js'
import type { Versions } from './versions.js'

/** What `doctor` found out; `--json` prints it as it is. */
export interface Diagnosis {
  /** The engine that `openLab()` takes; null: none works here. */
  engine: string | null
  engines: ({ name: string; lacks: readonly string[] } & Probe)[]
  versions: Versions
}

/** The diagnosis as text for a terminal. */
export function inWords({ engine, engines, versions }: Diagnosis): string {
  // Those that would be taken before the one that works may be worth mending; those after it nobody needs here.
  const last = engine === null ? engines.length : engines.findIndex(({ name }) => name === engine) + 1
  const others = engines.slice(last).map(({ name, works }) => `${name} ${works ? 'works' : 'does not'}`)
  return [
    engine === null
      ? 'No sandbox: none of the engines works on this machine.'
      : `Sandbox: the engine "${engine}" runs the commands of your cells.`,
    ...engines.slice(0, last).flatMap(engineLines),
    ...(others.length > 0 ? [`  Other engines: ${others.join(', ')} (--json says why).`] : []),
    '',
    'Programs',
    `  node     ${versions.node}`,
    `  ip       ${versions.ip ?? 'not found: apt-get install iproute2'}`,
    `  ping     ${versions.ping ?? 'not found: apt-get install iputils-ping'}`,
    `  kernel   ${versions.kernelspec ?? 'not registered with Jupyter: vethbook install --user'}`,
  ].join('\n')
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
