/** Who reaches whom: each of some namespaces pinged each other. Plain JSON-safe data. */
export interface PingMatrix {
  /** Namespaces by their full names, in the order of rows and columns. */
  names: string[]
  /** `results[from][to]`; null where nothing was asked, as from a namespace to itself. */
  results: (PingCell | null)[][]
}

export interface PingCell {
  sent: number
  received: number
  /** Milliseconds, the median of the replies; null where there was none. */
  rttMs: number | null
}
