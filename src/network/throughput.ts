/** What a TCP connection carried, as its receiver counted. Plain JSON-safe data. */
export interface Throughput {
  from: string
  to: string
  bitsPerSecond: number
  bytes: number
  seconds: number
  /** Segments sent again. */
  retransmits: number
  /** One after another from the beginning on. */
  intervals: ThroughputInterval[]
}

/** Seconds since the connection began to carry. */
export interface ThroughputInterval {
  startSeconds: number
  endSeconds: number
  bitsPerSecond: number
}
