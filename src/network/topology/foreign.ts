import { fromContainerlab } from './foreign/containerlab.js'
import { fromMininet } from './foreign/miniedit.js'
import { isRecord } from './foreign/plain.js'
import type { ForeignTopology } from './foreign/foreign-topology.js'

/** Undefined: it is neither containerlab's nor Mininet's. */
export function readForeign(data: unknown): ForeignTopology | undefined {
  if (!isRecord(data)) return undefined
  const topology = data['topology']
  if (isRecord(topology) && isRecord(topology['nodes'])) return alikeTogether(fromContainerlab(data))
  const { hosts, links, switches } = data
  if (isGroup(hosts) && (isGroup(links) || isGroup(switches))) return alikeTogether(fromMininet(data))
  return undefined
}

const isGroup = (value: unknown): boolean => Array.isArray(value) || isRecord(value)

/** One line where three nodes or links say the same that has no meaning: `topology.nodes.*.image (n1, n2, n3)`. */
function alikeTogether({ topology, ignored }: ForeignTopology): ForeignTopology {
  const groups = new Map<string, { names: string[]; lines: string[] }>()
  for (const line of new Set(ignored)) {
    const [, before, numbered, dotted, after] =
      /^((?:topology\.)?(?:nodes\.|hosts\.|switches\.|links))(?:\[(\d+)\]|([^.:, [\]]+))([.:,].*)$/.exec(line) ?? []
    const key = before === undefined ? line : `${before}${dotted === undefined ? '[*]' : '*'}${after}`
    const group = groups.get(key) ?? { names: [], lines: [] }
    group.lines.push(line)
    group.names.push(dotted ?? numbered ?? '')
    groups.set(key, group)
  }
  return {
    topology,
    ignored: [...groups].flatMap(([key, { names, lines }]) =>
      names.length < 3
        ? lines
        : [`${key} (${names.length} of them: ${names.slice(0, 8).join(', ')}${names.length > 8 ? ' …' : ''})`],
    ),
  }
}
