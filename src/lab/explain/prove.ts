import type { Node } from '../../engine/index.js'
import { FIRST_NODE, fullName, namespaceWords, type Explanation, type Remedy } from '../../network/index.js'
import {
  explain,
  freshNamespace,
  rebuild,
  RebuildError,
  type ExplainOutcome,
  type ExplainRequest,
} from '../../tools/index.js'
import { standIn } from './stand-in.js'

export interface ProofContext {
  /** A machine as new, to be ended by the prover. */
  start: () => Promise<Node>
  signal: AbortSignal
  tell: (words: string) => void
}

/** So many remedies are tried, the likeliest first, until one helps. */
const MOST = 3
/** What mends only the first of several things is followed by so many others at most. */
const MOST_STEPS = 4
/** Longer than this no remedy is tried, in milliseconds. */
const LIMIT_MS = 20_000

/**
 * Tries remedies on a copy: the network rebuilt from its snapshot on another machine, which shows the same fault there, then
 * the remedy, then the probe again. The network itself is not touched. Those that helped come first, those that did not last.
 */
export async function withProofs(
  { explanation, snapshot }: ExplainOutcome,
  request: ExplainRequest,
  context: ProofContext,
): Promise<Explanation> {
  if (explanation.remedy.length === 0) return explanation
  const tried: (Remedy & { rank: number })[] = []
  for (const [index, remedy] of explanation.remedy.entries()) {
    const isEnough = index >= MOST || tried.some(({ rank }) => rank === RANKS.helps || rank === RANKS.hopeless)
    if (isEnough) {
      tried.push({ ...remedy, rank: RANKS.untried })
      continue
    }
    context.tell('Trying on a copy of the network what would mend it.')
    tried.push({ ...remedy, ...(await tryOnCopy(remedy, { explanation, snapshot }, request, context)) })
  }
  const ordered = [...tried].sort((one, other) => one.rank - other.rank)
  // What the view, and whoever applies a remedy, takes is the first.
  const remedy = ordered.map(({ rank: _, ...each }): Remedy => each)
  return { ...explanation, remedy }
}

/** Best first. `hopeless`: no remedy can be tried. */
const RANKS = { helps: 0, helpsPartly: 1, untried: 2, hopeless: 2, helpsNot: 3 } as const

/** With a command and its reason where the remedy alone was not enough. */
type Proof = Pick<Remedy, 'proven' | 'proof'> & Partial<Pick<Remedy, 'command' | 'why'>> & { rank: number }

const notTried = (reason: string): Proof => ({
  proven: null,
  proof: `not tried on a copy: ${reason}`,
  rank: RANKS.hopeless,
})

async function tryOnCopy(
  remedy: Remedy,
  { explanation, snapshot }: ExplainOutcome,
  request: ExplainRequest,
  { start, signal: stop }: ProofContext,
): Promise<Proof> {
  const limit = AbortSignal.timeout(LIMIT_MS)
  const signal = AbortSignal.any([stop, limit])
  const copy = await start()
  try {
    const fresh = await freshNamespace(() => Promise.resolve(copy))
    await rebuild(copy, snapshot, { fresh, settings: [fresh], signal })
    await standIn(copy, snapshot, request, signal)
    const before = (await explain(copy, request, signal)).explanation
    if (before.cause !== explanation.cause || before.reachable !== explanation.reachable) {
      return notTried(`the copy does not show this fault, but ${stopWords(before)}`)
    }
    const machine = copy.nodes.find(({ name }) => name === remedy.node) ?? copy
    const shell = await machine.shell()
    const steps = [remedy]
    let found: Proof | undefined
    for (let step: Remedy | undefined = remedy; step !== undefined;) {
      const { failures, stderr } = await shell.run(step.command, { timeoutMs: LIMIT_MS })
      if (failures.length > 0) {
        const said = stderr.trim().split('\n')[0] ?? ''
        return found ?? { proven: false, proof: `tried on a copy: the command fails (${said})`, rank: RANKS.helpsNot }
      }
      const after = await explainAgain(copy, step, request, signal)
      const judged = judge(explanation, after)
      if (judged.proven === true && steps.length > 1) return { ...judged, ...together(steps) }
      found ??= judged
      // It was not all: what mends the rest, if the same shell can do it.
      const next: Remedy | undefined = after.remedy.find(({ node }) => node === remedy.node)
      const goesOn = judged.rank === RANKS.helpsPartly && steps.length < MOST_STEPS
      step = goesOn && !steps.some(({ command }) => command === next?.command) ? next : undefined
      if (step !== undefined) steps.push(step)
    }
    return found ?? notTried('there was nothing to do')
  } catch (error) {
    stop.throwIfAborted()
    if (limit.aborted) return notTried(`that took longer than ${LIMIT_MS / 1000} s`)
    if (error instanceof RebuildError) return notTried(`the network cannot be copied (${error.message})`)
    throw error
  } finally {
    await copy.dispose()
  }
}

/** What has to be done one after the other, as one command. */
function together(steps: readonly Remedy[]): Pick<Remedy, 'command' | 'why'> {
  return { command: steps.map(({ command }) => command).join('\n'), why: steps.map(({ why }) => why).join('; then ') }
}

/** A program that a remedy starts takes a moment until it listens. */
async function explainAgain(
  copy: Node,
  { command }: Remedy,
  request: ExplainRequest,
  signal: AbortSignal,
): Promise<Explanation> {
  for (let left = command.trimEnd().endsWith('&') ? 5 : 1; ; left--) {
    const { explanation } = await explain(copy, request, signal)
    if (explanation.reachable || left <= 1) return explanation
  }
}

function judge(before: Explanation, after: Explanation): Proof {
  const helps = before.reachable ? after.cause === 'ok' : after.reachable
  if (helps) {
    const arrival = { icmp: 'the ping arrives', tcp: 'the connection is accepted', udp: 'the datagram arrives' }
    const rest = after.cause === 'ok' ? '' : `, though ${placeWords(after)}`
    return { proven: true, proof: `tried on a copy: ${arrival[before.probe.protocol]}${rest}`, rank: RANKS.helps }
  }
  const isElsewhere = JSON.stringify([after.cause, after.at]) !== JSON.stringify([before.cause, before.at])
  return isElsewhere
    ? {
        proven: false,
        proof: `tried on a copy: it helps, but not alone: then ${stopWords(after)}`,
        rank: RANKS.helpsPartly,
      }
    : { proven: false, proof: 'tried on a copy: it does not help', rank: RANKS.helpsNot }
}

function stopWords(explanation: Explanation): string {
  return explanation.cause === 'ok' ? 'the probe arrives there' : `it stops by ${placeWords(explanation)}`
}

function placeWords({ cause, at }: Explanation): string {
  const space = namespaceWords(fullName({ node: at.node ?? FIRST_NODE, name: at.namespace }))
  return `${cause} at ${at.link === undefined ? space : `${at.link} in ${space}`}`
}
