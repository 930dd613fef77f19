import { setTimeout } from 'node:timers/promises'
import { addNodes, OperationError, type Node } from '../engine/index.js'
import {
  bridgedRoute,
  describeOperation,
  findLink,
  FIRST_NODE,
  fullName,
  planCorrections,
  planRebuild,
  type NamespaceSnapshot,
  type NetworkSnapshot,
  type NetworkState,
  type Operation,
} from '../network/index.js'
import { applyOperations } from './apply.js'
import { runSteps, type RefusedStep } from './run-steps.js'
import { readState } from './state.js'

/** Something of a network that could not be made, though it is known how. */
export class RebuildError extends Error {
  override readonly name = 'RebuildError'
}

export interface RebuildOptions {
  /** The root namespace of a fresh machine: what new namespaces begin with. */
  fresh: NamespaceSnapshot
  /** Of the namespaces that are there; of those left out only the state is compared. */
  settings: readonly NamespaceSnapshot[]
  /** So long carriers are waited for, in milliseconds; by default only where that matters for the rest. */
  settleMs?: number
  signal?: AbortSignal
  onProgress?: (done: number, all: number) => void
}

/**
 * Makes a network into that of a snapshot, in place: what is there and belongs to it stays.
 * @returns what could not be rebuilt, each in words: programs that were running, what this kernel has not
 * @throws RebuildError where the kernel refused anything else; the network is then between the two
 */
export async function rebuild(
  node: Node,
  wanted: Omit<NetworkSnapshot, 'v'>,
  { fresh, settings, settleMs = 0, signal, onProgress }: RebuildOptions,
): Promise<{ missing: string[] }> {
  const options = signal === undefined ? {} : { signal }
  const names = new Set(wanted.state.namespaces.map((space) => space.node))
  for (const each of node.nodes) if (!names.has(each.name)) await each.dispose()
  const added = [...names].filter((name) => name !== FIRST_NODE && !node.nodes.some((each) => each.name === name))
  await addNodes(node, added)
  const spaces = [...settings, ...added.map((name) => ({ ...fresh, node: name }))]
  const before = await readState(node, options)
  const plan = planRebuild({ state: before, spaces, fresh }, wanted)
  const refused: Refusal[] = []
  const apply = async (operations: readonly Operation[]): Promise<void> => {
    refused.push(
      ...(await applyOrSkip(node, operations, {
        ...options,
        onProgress: (done) => onProgress?.(done, operations.length),
      })),
    )
    signal?.throwIfAborted()
  }
  await apply(plan.operations)
  refused.push(...(await runSteps(node, plan.steps, signal)).map(refusalOf))
  await apply(plan.last)
  const later = [...plan.settled, ...plan.nexthops]
  const got = await settledState(node, wanted.state, later.length > 0 ? SETTLE_MS : settleMs, options)
  refused.push(...(await runSteps(node, later, signal)).map(refusalOf))
  refused.push(...(await runSteps(node, planCorrections(before, got, wanted.state), signal)).map(refusalOf))
  const faults = refused.filter(({ isLack }) => !isLack)
  if (faults.length > 0) throw new RebuildError(faults.map(({ words }) => words).join('\n'))
  return { missing: [...plan.missing, ...refused.map(({ words }) => words)] }
}

/** A carrier is told of within some milliseconds, or a second where many change. */
const SETTLE_MS = 1500

/** The state when every link that is to have a carrier has been told of one, or that time is over. */
async function settledState(
  node: Node,
  wanted: NetworkState,
  withinMs: number,
  options: { signal?: AbortSignal },
): Promise<NetworkState> {
  const deadline = performance.now() + withinMs
  for (;;) {
    const state = await readState(node, options)
    const isSettled = wanted.namespaces.every(({ name, node: machine, links }) =>
      links.every(({ name: link, operState }) => {
        const now = findLink(state, { node: machine, namespace: name, link })
        return operState !== 'UP' || now === undefined || now.operState === 'UP'
      }),
    )
    if (isSettled || performance.now() > deadline) return state
    await setTimeout(5, undefined, options)
  }
}

interface Refusal {
  words: string
  /** The kernel, or a program, has no such thing: no fault of what was asked for. */
  isLack: boolean
}

const lacks =
  /not supported|unknown device type|kind is unknown|protocol not available|not found|unable to initialize|no such (?:program|module)|failed to load module/i

function refusalOf({ step, reason }: RefusedStep): Refusal {
  const place = fullName({ node: step.node, name: step.namespace })
  return { words: `${step.about} in ${place}: ${reason}`, isLack: lacks.test(reason) }
}

/** What the kernel does not have is left out, with all that would stand on it. */
async function applyOrSkip(
  node: Node,
  operations: readonly Operation[],
  options: Parameters<typeof applyOperations>[2],
): Promise<Refusal[]> {
  const refused: Refusal[] = []
  let rest = operations
  while (rest.length > 0) {
    try {
      await applyOperations(node, rest, options)
      break
    } catch (error) {
      if (!(error instanceof OperationError)) throw error
      const { operation, index } = error
      if (isGoneAlready(error)) {
        rest = rest.slice(index + 1)
        continue
      }
      const bridged = byBridging(error)
      if (bridged !== null) {
        // Two of the three are of our own making, and the list counts from the one that was refused.
        await applyOperations(node, bridged, { ...options, onProgress: () => undefined })
        rest = rest.slice(index + 1)
        continue
      }
      refused.push({ words: `${describeOperation(operation)}: ${error.message}`, isLack: isLack(error) })
      rest = rest.slice(index + 1).filter((each) => !standsOn(each, operation))
    }
  }
  return refused
}

function byBridging({ operation, errno }: OperationError): Operation[] | null {
  return ['EHOSTUNREACH', 'ENETUNREACH', 'EINVAL'].includes(errno ?? '') ? bridgedRoute(operation) : null
}

/** What is to go went with something else, or with the first of a route's several next hops. */
function isGoneAlready({ operation, errno }: OperationError): boolean {
  return (
    (operation.do === 'delete-route' && errno === 'ESRCH') ||
    (operation.do === 'delete-address' && errno === 'EADDRNOTAVAIL')
  )
}

function isLack({ operation, errno, detail }: OperationError): boolean {
  if (errno === 'EOPNOTSUPP' || lacks.test(detail)) return true
  return operation.do === 'set-sysctl' && ['ENOENT', 'EACCES', 'EPERM', 'EROFS'].includes(errno ?? '')
}

function standsOn(operation: Operation, refused: Operation): boolean {
  if (refused.do !== 'add-link') return false
  const link = 'at' in operation ? operation.at.link : operation.do === 'add-route' ? operation.route.link : undefined
  const namespace = 'at' in operation ? operation.at.namespace : operation.namespace
  return link === refused.at.link && namespace === refused.at.namespace
}
