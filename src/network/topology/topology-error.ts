/** One thing in a topology that cannot be meant. */
export interface TopologyProblem {
  /** Where it stands: `namespaces.ns1.links.eth0.addresses[0]`. */
  place: string
  /** What is wrong, a sentence without a full stop. */
  problem: string
  /** What would mend it, as a sentence. */
  remedy: string
}

/** A topology cannot be built; nothing was made. All of its problems are named at once. */
export class TopologyError extends Error {
  override readonly name = 'TopologyError'
  constructor(readonly problems: readonly TopologyProblem[]) {
    const lines = problems.map(
      ({ place, problem, remedy }) => `${place === '' ? 'as a whole' : place}: ${problem}. ${remedy}`,
    )
    const count = lines.length === 1 ? 'a problem' : `${lines.length} problems`
    super(`The topology has ${count}; nothing was made.\n${lines.map((line) => `  - ${line}`).join('\n')}`)
  }
}
