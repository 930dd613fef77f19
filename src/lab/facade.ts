import { inspect } from 'node:util'
import { displaySymbol, mime, type MimeBundle } from '../display/index.js'
import { measureReport } from './build/measure.js'
import { pingAllReport } from './build/ping-all.js'
import { reportCapture } from './capture/capture.js'
import { reportTrace } from './capture/trace.js'
import { comparisonReport } from './compare.js'
import { explanationReport } from './explain/explain.js'
import type { Lab } from './lab.js'
import { linkReport } from './links.js'
import { labNode, type LabNode } from './nodes/lab-node.js'
import { plug } from './nodes/plug.js'
import { addNodes } from './nodes/add-nodes.js'
import { pingReport } from './ping.js'
import type { Sandbox } from './sandbox.js'
import { timelineReport } from './timeline.js'
import { watchReport } from './watch.js'

/** The facade that a cell holds: it keeps no state of its own. */
export function facade(sandbox: Sandbox): Lab {
  const words = (): string => sandbox.describe()
  return {
    name: sandbox.name,
    sh: sandbox.sh,
    state: () => sandbox.state(),
    ping: (from, to, options = {}) => sandbox.use((node, { emit }) => pingReport(node, from, to, options, emit)),
    explain: (from, to, options = {}) =>
      sandbox.use((node, { events }) => explanationReport(from, to, options, { node, events, spare: sandbox.spare })),
    trace: (from, to, options = {}) => sandbox.use((node, { emit }) => reportTrace(node, from, to, options, emit)),
    capture: (links, action) => sandbox.use((node, { emit }) => reportCapture(node, links, action, emit)),
    watch: (options = {}) => sandbox.use((node, { emit }) => watchReport(node, options, emit)),
    watchLinks: (action) => sandbox.use((node, log) => linkReport(node, action, log)),
    nodes: async <const Names extends readonly string[]>(names: Names) => {
      await addNodes(sandbox, names)
      const nodes = names.map((name) => labNode(sandbox, name))
      return nodes as { -readonly [Index in keyof Names]: LabNode }
    },
    link: (one, other) =>
      sandbox.change('add', async (node, network) => {
        await plug(node, await network.read(), one, other)
        return undefined
      }),
    build: (topology, options) => sandbox.build(topology, options),
    plan: (topology) => sandbox.plan(topology),
    pingAll: () => sandbox.use((node) => pingAllReport(node)),
    measure: (from, to, options = {}) => sandbox.use((node) => measureReport(node, from, to, options)),
    topology: (options = {}) => sandbox.topology(options),
    timeline: () => timelineReport(sandbox.events),
    script: () => sandbox.script(),
    compare: (before, after) => comparisonReport(before, after),
    snapshot: () => sandbox.snapshot(),
    restore: (snapshot) => sandbox.restore(snapshot),
    undo: () => sandbox.undo(),
    reset: () => sandbox.reset(),
    dispose: () => sandbox.dispose(),
    get events() {
      return sandbox.events
    },
    can: (feature) => sandbox.can(feature),
    [displaySymbol]: (): MimeBundle => ({ [mime.text]: words() }),
    // Not in the interface: what a console prints of a lab.
    ...({ [inspect.custom]: words } as object),
  }
}
