import { randomUUID } from 'node:crypto'
import type { Node } from '../engine/index.js'
import {
  assembleState,
  FIRST_NODE,
  parseFdb,
  parseLinks,
  parseNamespaceIds,
  parseNeighbours,
  parseRoutes,
  parseRules,
  seenFrom,
  UnreadableOutputError,
  type NetworkState,
  type ReadNamespace,
} from '../network/index.js'
import { gatherScript, readScript } from './state-script.js'

/**
 * Reads a node, and those that were added to it, by `ip -j`: where no process of ours speaks netlink beside it, or not yet.
 * @throws UnreadableOutputError where ip(8) or bridge(8) failed or printed what cannot be understood.
 */
export async function readStateByIp(node: Node, signal: AbortSignal | undefined): Promise<NetworkState> {
  const mark = `--${randomUUID()}`
  const isAlone = node.nodes.length === 0
  const result = await node.spawn(
    isAlone
      ? ['/bin/sh', '-c', readScript, 'sh', mark]
      : ['unshare', '--mount', '/bin/sh', '-c', gatherScript + readScript, 'sh', mark, ...nodesAndPids(node)],
    signal === undefined ? {} : { signal },
  )
  signal?.throwIfAborted()
  if (result.exitCode !== 0 || result.isTruncated) {
    const reason = result.isTruncated
      ? 'more output than is kept'
      : failure(result.stderr, result.exitCode ?? result.signal)
    throw new UnreadableOutputError('ip -j', reason)
  }
  const spaces = splitSpaces(result.stdout, mark)
  const read = spaces.flatMap((sections): (ReadNamespace & { node: string })[] => {
    const status = sections.get('status')
    const told = sections.get('space') ?? ''
    // Among several nodes the first one's root namespace has a name like all others: it is read by that.
    if (status === 'none' || (!isAlone && told === 'root')) return []
    const place = isAlone ? { node: FIRST_NODE, name: told } : splitName(told)
    if (status !== '0') throw new UnreadableOutputError(commandIn(place.name, 'ip -j'), failure(result.stderr, status))
    const space = readSpace(place.name, sections)
    return [{ ...space, node: place.node, ...(!isAlone && { namespaceIds: idsSeenFrom(place.node, space) }) }]
  })
  return assembleState(read)
}

function nodesAndPids(first: Node): string[] {
  return [FIRST_NODE, String(first.pid), ...first.nodes.flatMap(({ name, pid }) => [name, String(pid)])]
}

/** `node1:ns1`, as the script names them; a node's name holds no colon. */
function splitName(told: string): { node: string; name: string } {
  const colon = told.indexOf(':')
  return { node: told.slice(0, colon), name: told.slice(colon + 1) }
}

function idsSeenFrom(node: string, { namespaceIds }: ReadNamespace): Map<number, string | null> {
  return new Map(
    [...namespaceIds].map(([id, told]): [number, string | null] => {
      if (told === null) return [id, null]
      const there = splitName(told)
      return [id, seenFrom(node, { node: there.node, namespace: there.name })]
    }),
  )
}

/** Sections by name, one map a namespace. */
function splitSpaces(output: string, mark: string): Map<string, string>[] {
  const spaces: Map<string, string>[] = []
  for (const chunk of output.split(`\n${mark} `).slice(1)) {
    const [, section = '', content = ''] = /^(\w+)\s?([^]*)$/.exec(chunk) ?? []
    if (section === 'space') spaces.push(new Map())
    spaces.at(-1)?.set(section, section === 'space' ? content : content.trim())
  }
  return spaces
}

function readSpace(name: string, sections: ReadonlyMap<string, string>): ReadNamespace {
  const lists = (section: string, options: string, commands: readonly string[]) =>
    splitLists(
      sections.get(section) ?? '',
      commands.map((command) => commandIn(name, `ip -j -d${options} ${command}`)),
    )
  const tables = ['rule show', 'route show table all']
  const [links, neighbours, ids] = lists('general', '', ['addr show', 'neigh show nud all', 'netns list-id'])
  const [rules4, routes4] = lists('inet', ' -4', tables)
  const [rules6, routes6] = sections.has('inet6') ? lists('inet6', ' -6', tables) : []
  return {
    name,
    links: parseLinks(links?.output ?? '', name, links?.command),
    neighbours: parseNeighbours(neighbours?.output ?? '', neighbours?.command),
    namespaceIds: parseNamespaceIds(ids?.output ?? '', ids?.command),
    rules: [
      ...parseRules(rules4?.output ?? '', 'inet', rules4?.command),
      ...parseRules(rules6?.output ?? '', 'inet6', rules6?.command),
    ],
    routes: [
      ...parseRoutes(routes4?.output ?? '', 'inet', routes4?.command),
      ...parseRoutes(routes6?.output ?? '', 'inet6', routes6?.command),
    ],
    fdb: parseFdb(sections.get('fdb') ?? '', commandIn(name, 'bridge -j fdb show')),
  }
}

/** A batch prints one list a line. */
function splitLists(section: string, commands: readonly string[]): { command: string; output: string }[] {
  const lines = section.split('\n')
  if (lines.length !== commands.length) {
    const reason = `${commands.length} lists were asked for, and ${lines.length} came`
    throw new UnreadableOutputError(commands.join('; '), reason)
  }
  return commands.map((command, number) => ({ command, output: lines[number] ?? '' }))
}

function commandIn(namespace: string, command: string): string {
  return namespace === 'root' ? command : command.replace(/^(\w+)/, `$1 -n ${namespace}`)
}

function failure(stderr: string, code: string | number | null | undefined): string {
  const said = stderr.trim()
  return said === '' ? `it ended with ${code ?? 'no exit code'}` : said
}
