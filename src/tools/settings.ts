import { randomUUID } from 'node:crypto'
import type { Node } from '../engine/index.js'
import {
  FIRST_NODE,
  parseJsonList,
  parseQdisc,
  readServiceMark,
  SERVICE_VARIABLE,
  sysctlPath,
  type Qdisc,
} from '../network/index.js'
import { resetProgram, toolPath } from './tool-path.js'

/** What is asked of one namespace. */
export interface SettingsQuestion {
  node: string
  namespace: string
  /** Keys as sysctl(8) takes them. */
  sysctls: readonly string[]
  qdiscs: boolean
  nftables: boolean
}

/** What a state does not tell of one namespace. */
export interface Settings {
  node: string
  namespace: string
  /** By the key that was asked for, spaces as one; absent where the kernel has no such setting. */
  sysctls: Record<string, string>
  /** By link: those that a topology can say. */
  qdiscs: Record<string, Qdisc>
  /** `nft list ruleset`, to be loaded again; `''` where there is none, or no nft. */
  ruleset: string
  /** The same without counters (`nft -s`), to be compared. */
  statelessRuleset: string
}

/**
 * Reads settings of namespaces that are there, in one process a node; nothing is asked where no question is.
 * Formats: tc(8) `-j`, nft(8).
 * @throws UnreadableOutputError
 */
export async function readSettings(first: Node, questions: readonly SettingsQuestion[]): Promise<Settings[]> {
  const nodes = [...new Set(questions.map(({ node }) => node))]
  const read = nodes.map((name) =>
    readNode(
      first,
      questions.filter(({ node }) => node === name),
    ),
  )
  return (await Promise.all(read)).flat()
}

async function readNode(first: Node, questions: readonly SettingsQuestion[]): Promise<Settings[]> {
  const node = first.nodes.find(({ name }) => name === questions[0]?.node) ?? first
  const mark = randomUUID()
  const script = ['export mark=$1', `PATH=${toolPath}`, ...questions.map(askOne)].join('\n')
  const { stdout } = await node.spawn(['/bin/sh', '-s', mark], { input: `${script}\n` })
  const answers = readAnswers(stdout, mark)
  return questions.map((question, index) => settingsOf(question, answers, index))
}

/** By the number of the question and what it is about. */
function readAnswers(output: string, mark: string): Map<string, string> {
  const chunks = output.split(`${mark} `).slice(1)
  return new Map(
    chunks.map((chunk): [string, string] => {
      const end = chunk.indexOf('\n')
      return [chunk.slice(0, end), chunk.slice(end + 1).trim()]
    }),
  )
}

function settingsOf(
  { node, namespace, sysctls }: SettingsQuestion,
  answers: ReadonlyMap<string, string>,
  index: number,
): Settings {
  const answer = (what: string): string => answers.get(`${index} ${what}`) ?? ''
  const values = sysctls.map((key, number) => [key, answer(`sysctl ${number}`).replace(/\s+/g, ' ')] as const)
  const qdiscs = parseJsonList('tc -j qdisc show', answer('qdisc')).flatMap((record): [string, Qdisc][] => {
    const qdisc = parseQdisc(record)
    return qdisc === null ? [] : [[record.requiredText('dev'), qdisc]]
  })
  return {
    node,
    namespace,
    sysctls: Object.fromEntries(values.filter(([, value]) => value !== '')),
    qdiscs: Object.fromEntries(qdiscs),
    ruleset: answer('nft'),
    statelessRuleset: answer('nft-s'),
  }
}

function askOne({ namespace, sysctls, qdiscs, nftables }: SettingsQuestion, index: number): string {
  const say = (what: string, command: string): string => `echo "$mark ${index} ${what}"; ${command}`
  const lines = [
    ...sysctls.map((key, number) => say(`sysctl ${number}`, `cat ${quoted(sysctlPath(key))}`)),
    ...(qdiscs ? [say('qdisc', 'tc -j qdisc show')] : []),
    ...(nftables ? [say('nft', 'nft list ruleset'), say('nft-s', 'nft -s list ruleset')] : []),
  ]
  const script = quoted(lines.join('\n'))
  // What is not there is told by its absence.
  return namespace === 'root'
    ? `sh -c ${script} 2> /dev/null < /dev/null`
    : `nsenter --net=/run/netns/${quoted(namespace)} sh -c ${script} 2> /dev/null < /dev/null`
}

/** The services of topologies that run now, on all nodes, whoever started them. */
export async function readServices(first: Node): Promise<{ node: string; namespace: string; command: string }[]> {
  // The first machine sees the processes of all.
  const script = `grep -hazo '^${SERVICE_VARIABLE}=.*' /proc/[0-9]*/environ 2> /dev/null | tr '\\0' '\\n' | sort -u`
  const { stdout } = await first.spawn(['/bin/sh', '-c', script])
  return stdout.split('\n').flatMap((line) => readServiceMark(line.slice(SERVICE_VARIABLE.length + 1)) ?? [])
}

/** How settings are in a network namespace as new, by key; absent where the kernel has no such setting. */
export async function freshSysctls(first: Node, keys: readonly string[]): Promise<Record<string, string>> {
  if (keys.length === 0) return {}
  const asked = { node: FIRST_NODE, namespace: 'root', sysctls: keys, qdiscs: false, nftables: false }
  // As the `ip` of the sandbox does after `netns add`.
  const script = [`[ ! -x ${resetProgram} ] || ${resetProgram}`, askOne(asked, 0)].join('\n')
  const { stdout } = await first.spawn(['unshare', '--net', 'sh', '-c', `export mark=fresh:\n${script}`])
  return settingsOf(asked, readAnswers(stdout, 'fresh:'), 0).sysctls
}

const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`
