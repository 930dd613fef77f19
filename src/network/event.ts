import type { Change, LinkStateName } from './change.js'

/**
 * What happened in a lab, in order: a typed, append-only log that the lab owns; tools get `emit`.
 * `atMs` is milliseconds since `openLab`, monotonic. Views, timelines and the exported page's replay are folds over it.
 */
export type LabEvent = { v: 1; atMs: number } & LabEventBody

export type LabEventBody =
  /** `cell` is its execution count. */
  | { kind: 'cell-started'; cell: number; code: string }
  | { kind: 'cell-ended'; cell: number; ok: boolean }
  | { kind: 'command-started'; id: number; command: string }
  | { kind: 'command-ended'; id: number; exitCode: number | null; durationMs: number }
  | {
      kind: 'link-changed'
      namespace: string
      link: string
      index: number
      linkKind: string
      up: boolean
      carrier: boolean
      operState: string
      state: LinkStateName
      /** The notice's own news: the link appeared, went, moved to another namespace, or got another name. */
      change: 'added' | 'removed' | 'changed' | 'moved' | 'renamed'
      movedTo?: { namespace: string | null; index: number | null }
      formerName?: string
    }
  /** `state` as ip(8) spells it, or `absent` for an entry that is gone. */
  | { kind: 'neighbour-changed'; namespace: string; link: string; address: string; mac: string | null; state: string }
  /** From one reading of the network to the next, but for what other kinds tell: of links their states, of neighbours all. */
  | { kind: 'network-changed'; changes: Change[] }
  | { kind: 'reply-received'; ping: number; from: string; to: string; seq: number; ttl: number; rttMs: number }
  | {
      /** One step of a packet; told when the capture is over. */
      kind: 'frame-captured'
      /** Which capture; they are numbered from 1 on. */
      capture: number
      from: string
      /** Null: nobody got it. */
      to: string | null
      link: string
      /** From the outermost to the innermost. */
      layers: string[]
      /** The packet went no further. */
      isLast: boolean
      /** Milliseconds before `atMs`: when it was seen. */
      ageMs: number
    }
  | {
      kind: 'reply-lost'
      ping: number
      from: string
      to: string
      seq: number
      reason: string
      /** Milliseconds before `atMs`, when the loss was known: about when it was sent. */
      ageMs: number
    }
  /**
   * A lesson broke something; `fault` numbers what was broken in this lab, from 1 on. What it is, is not in the log before it
   * is mended, since a learner may read that: `lesson` emits these, by `quietLab(lab).emit`.
   */
  | { kind: 'fault-injected'; fault: number }
  /** `what` says in a line what was broken; `how` the command that mended it, null where nobody knows. */
  | { kind: 'repaired'; fault: number; what: string; how: string | null }
  /** A check of a lesson, by its words; `saw` is what it found, in a line, `wanted` what it looked for. */
  | { kind: 'check-passed'; check: string; saw: string }
  | { kind: 'check-failed'; check: string; saw: string; wanted: string }
  /** What a learner expected; `right` is null until it was tried. A second event of the same `question` tells what came of it. */
  | { kind: 'prediction'; question: string; answer: string; right: boolean | null }

export type Emit = (event: LabEventBody) => void
