import { randomUUID } from 'node:crypto'
import type { Node } from '../engine/index.js'
import {
  assembleState,
  parseFdb,
  parseLinks,
  parseNamespaceIds,
  parseNeighbours,
  parseRoutes,
  parseRules,
  UnreadableOutputError,
  type NetworkState,
  type ReadNamespace,
} from '../network/index.js'
import { readScript } from './state-script.js'

/**
 * Reads a node by `ip -j`: where no process of ours speaks netlink beside it, or not yet.
 * @throws UnreadableOutputError where ip(8) or bridge(8) failed or printed what cannot be understood.
 */
export async function readStateByIp(node: Node, signal: AbortSignal | undefined): Promise<NetworkState> {
  const mark = `--${randomUUID()}`
  const result = await node.spawn(['/bin/sh', '-c', readScript, 'sh', mark], {
    ...(signal === undefined ? {} : { signal }),
  })
  signal?.throwIfAborted()
  if (result.exitCode !== 0 || result.isTruncated) {
    const reason = result.isTruncated
      ? 'more output than is kept'
      : failure(result.stderr, result.exitCode ?? result.signal)
    throw new UnreadableOutputError('ip -j', reason)
  }
  const spaces = splitSpaces(result.stdout, mark)
  const read = spaces.flatMap((sections): ReadNamespace[] => {
    const status = sections.get('status')
    if (status === 'none') return []
    const name = sections.get('space') ?? ''
    if (status !== '0') throw new UnreadableOutputError(commandIn(name, 'ip -j'), failure(result.stderr, status))
    return [readSpace(name, sections)]
  })
  return assembleState('host', read)
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
  const [links, neighbours, ids] = lists('general', '', ['addr show', 'neigh show', 'netns list-id'])
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
