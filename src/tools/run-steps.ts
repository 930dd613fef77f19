import { randomUUID } from 'node:crypto'
import type { Node } from '../engine/index.js'
import { FIRST_NODE, fullName, type Step } from '../network/index.js'
import { toolPath } from './tool-path.js'

/** A step that was refused, with the words of who refused it. */
export interface RefusedStep {
  step: Step
  reason: string
}

/** Namespaces that are worked on at the same time. */
const ABREAST = 4

/** Does steps, those of one namespace in their order; what is refused does not keep the others from being done. */
export async function runSteps(node: Node, steps: readonly Step[], signal?: AbortSignal): Promise<RefusedStep[]> {
  const waiting = [...groupsOf(steps, ({ node: name, namespace }) => fullName({ node: name, name: namespace }))]
  const refused: RefusedStep[] = []
  const work = async (): Promise<void> => {
    for (let own = waiting.shift(); own !== undefined; own = waiting.shift()) {
      refused.push(...(await runInOne(node, own, signal)))
    }
  }
  await Promise.all(Array.from({ length: Math.min(ABREAST, waiting.length) }, work))
  return refused
}

/** All of one namespace: by one shell, and by one process for lines of one program that follow each other. */
async function runInOne(first: Node, steps: readonly Step[], signal: AbortSignal | undefined): Promise<RefusedStep[]> {
  const [one] = steps
  if (one === undefined) return []
  const node = one.node === FIRST_NODE ? first : first.nodes.find(({ name }) => name === one.node)
  if (node === undefined) return steps.map((step) => ({ step, reason: `there is no node ${step.node}` }))
  const mark = `--${randomUUID()}`
  const runs = runsOf(steps)
  const script = runs.map((run, index) => `echo '${mark} ${index}'\n${command(run, mark)}`)
  const result = await node.spawn(['/bin/sh', '-s'], {
    input: `PATH=${toolPath}\nexport LC_ALL=C\n${script.join('\n')}\necho '${mark} end'\n`,
    ...(one.namespace === 'root' ? {} : { namespace: one.namespace }),
    ...(signal === undefined ? {} : { signal }),
  })
  signal?.throwIfAborted()
  const said = result.stdout.split(`${mark} `).slice(1)
  return runs.flatMap((run, index) => {
    const text = said[index]
    if (text === undefined) return run.map((step) => ({ step, reason: result.stderr.trim() || 'it was not done' }))
    return refusals(run, text.replace(/^\d+\n/, ''))
  })
}

function command(run: readonly Step[], mark: string): string {
  const [program = ''] = run.map((step) => step.program)
  const text = run.map((step) => step.text).join('\n')
  return `${invocations[program] ?? program} 2>&1 <<'${mark}'\n${text}\n${mark}\n[ $? = 0 ] || echo '${FAILED}'`
}

const FAILED = '-- this failed'

const invocations: Readonly<Record<string, string>> = {
  ip: 'ip -force -batch -',
  'ip -6': 'ip -6 -force -batch -',
  bridge: 'bridge -force -batch -',
  tc: 'tc -force -batch -',
  nft: 'nft -f -',
  ipset: 'ipset restore -exist',
  // Other tables than these stay as they are, and those of nft with them.
  'iptables-restore': 'iptables-restore',
}

/** `Command failed -:3` ends what is said of the third line; of the others one word is for all. */
function refusals(run: readonly Step[], said: string): RefusedStep[] {
  const [first] = run
  if (first === undefined) return []
  if (!isBatch(first)) return said.trimEnd().endsWith(FAILED) ? [{ step: first, reason: reasonOf(said) }] : []
  const refused: RefusedStep[] = []
  let words: string[] = []
  for (const line of said.split('\n')) {
    const number = /^Command failed -:(\d+)$/.exec(line)?.[1]
    if (number === undefined) {
      words.push(line)
      continue
    }
    const step = run[Number(number) - 1]
    if (step !== undefined && step.isOptional !== true) refused.push({ step, reason: reasonOf(words.join('\n')) })
    words = []
  }
  return refused
}

function reasonOf(said: string): string {
  const lines = said
    .split('\n')
    .map((line) => line.replace(/^(?:RTNETLINK answers|Error): /, '').trim())
    .filter((line) => line !== '' && line !== FAILED)
  return lines.join('; ') || 'it was refused without a reason'
}

const isBatch = ({ program }: Step): boolean => ['ip', 'ip -6', 'bridge', 'tc'].includes(program)

function runsOf(steps: readonly Step[]): Step[][] {
  const runs: Step[][] = []
  for (const step of steps) {
    const last = runs.at(-1)
    if (last?.[0] !== undefined && last[0].program === step.program && isBatch(step)) last.push(step)
    else runs.push([step])
  }
  return runs
}

function groupsOf(steps: readonly Step[], key: (step: Step) => string): Step[][] {
  const groups = new Map<string, Step[]>()
  for (const step of steps) {
    const group = groups.get(key(step))
    if (group === undefined) groups.set(key(step), [step])
    else group.push(step)
  }
  return [...groups.values()]
}
