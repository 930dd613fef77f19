/** One line of a benchmark: our figure, the peers', and the bounds, all of one run. */
export interface Row {
  what: string
  unit: string
  ours: number | undefined
  peers: Record<string, number | undefined>
  must: Bound
  aim: Bound
  /** Figures that compare with no peer's: lines lost, say. */
  remark?: string
}

/** At most a number of the row's unit, or so many times a peer. */
export type Bound = { atMost: number } | { peer: string; times: number }

/** A Markdown table: each figure with its ratio to ours, each bound with whether it is reached. */
export function tableOf(rows: readonly Row[]): string {
  const peers = [...new Set(rows.flatMap((row) => Object.keys(row.peers)))]
  const head = ['median', 'ours', ...peers.map((peer) => `${peer} (ours : ${peer})`), 'must', 'aim']
  const lines = rows.map((row) => [
    `${row.what}, ${row.unit}`,
    [figure(row.ours), row.remark].filter(Boolean).join(', '),
    ...peers.map((peer) => withRatio(row.peers[peer], row.ours)),
    verdict(row.must, row),
    verdict(row.aim, row),
  ])
  return [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

/** Undefined: there is no figure to judge. */
export function isReached(bound: Bound, { ours, peers }: Pick<Row, 'ours' | 'peers'>): boolean | undefined {
  const limit = 'atMost' in bound ? bound.atMost : times(peers[bound.peer], bound.times)
  return ours === undefined || limit === undefined ? undefined : ours <= limit
}

function verdict(bound: Bound, row: Row): string {
  const factor = 'times' in bound && bound.times !== 1 ? `${bound.times} × ` : ''
  const name = 'atMost' in bound ? `≤ ${bound.atMost}` : `≤ ${factor}${bound.peer}`
  const reached = isReached(bound, row)
  return `${name}: ${reached === undefined ? 'not measured' : reached ? 'yes' : 'no'}`
}

function withRatio(peer: number | undefined, ours: number | undefined): string {
  if (peer === undefined || ours === undefined) return figure(peer)
  return `${figure(peer)} (${(ours / peer).toFixed(2)})`
}

function times(value: number | undefined, factor: number): number | undefined {
  return value === undefined ? undefined : value * factor
}

/** Three digits that count. */
function figure(value: number | undefined): string {
  return value === undefined ? '–' : String(Number(value.toPrecision(3)))
}
