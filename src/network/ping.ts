/** What ping(8) told, as data. Times are milliseconds. */
export interface PingResult {
  /** The namespace that sent. */
  from: string
  /** The address that was asked. */
  to: string
  /** The namespace that was named as target, where one was. */
  target: string | null
  intervalMs: number
  replies: PingReply[]
  /** Replies to a sequence number already answered ("DUP!"). */
  duplicates: PingReply[]
  errors: PingError[]
  stats: PingStats
  /** As a shell would need it, and what it printed. */
  command: string
  output: string
  exitCode: number | null
  isInterrupted: boolean
}

export interface PingReply {
  seq: number
  ttl: number
  rttMs: number
}

/** `From 192.168.1.101 icmp_seq=1 Destination Host Unreachable`, or `ping: connect: Network is unreachable`. */
export interface PingError {
  seq: number | null
  /** Who said it: an address, or null where the sender's own kernel refused. */
  from: string | null
  reason: string
}

export interface PingStats {
  sent: number
  received: number
  /** 0 to 1; 1 where nothing could be sent. */
  lossRatio: number
  /** Null where nothing came back. */
  minMs: number | null
  avgMs: number | null
  maxMs: number | null
  mdevMs: number | null
}
