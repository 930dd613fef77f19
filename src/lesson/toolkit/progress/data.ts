/** What is kept of a notebook, as JSON beside it. A newer format has a higher version. */
export interface Progress {
  version: 1
  /** By question. */
  predictions: Record<string, PredictionProgress>
  /** By goal. */
  checks: Record<string, CheckProgress>
  /** Networks that were broken for the reader, the last one last. */
  practice?: PracticeProgress[]
  /** Pages of the manual that tell of the commands that were run: `ip-link`. */
  manual?: string[]
  /** Time spent, pauses left out, in milliseconds; and when something was kept last, in ISO 8601. */
  spentMs?: number
  lastAt?: string
}

export interface PracticeProgress {
  level: number
  seed: number
  /** The namespace and the address between which the ping stopped. */
  from: string
  to: string
  faults: number
  /** Of those. */
  named: number
  attempts: number
  hints: number
  repaired: boolean
  /** From the break to the repair, or until now. */
  seconds: number
  commands: number
  gaveUp: boolean
}

export interface PredictionProgress {
  answer: string
  /** By whom: a click or a line in the cell, or nobody, where the default was taken. */
  by: 'reader' | 'default'
  observed?: string
  right?: boolean | null
}

export interface CheckProgress {
  /** When somebody was last there to see. */
  passed: boolean
  /** When it was reached first, in ISO 8601. */
  reachedAt?: string
  /** Hints asked for. */
  hints: number
  /** The solution was asked for. */
  solution?: true
}

export function emptyProgress(): Progress {
  return { version: 1, predictions: {}, checks: {} }
}

/** Whether that is progress that this version can go on with; fields that it does not know stay where they are. */
export function isProgress(value: unknown): value is Progress {
  if (!isRecord(value) || value['version'] !== 1) return false
  const { version: _, ...parts } = value
  return (
    isRecord(parts['predictions']) &&
    isRecord(parts['checks']) &&
    Object.values(parts['predictions']).every((each) => isRecord(each) && typeof each['answer'] === 'string') &&
    Object.values(parts['checks']).every((each) => isRecord(each) && typeof each['hints'] === 'number')
  )
}

/** A version that is not ours yet: such a file is left alone. */
export function isNewer(value: unknown): boolean {
  return isRecord(value) && typeof value['version'] === 'number' && value['version'] > 1
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
