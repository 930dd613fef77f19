import type { Execution } from '../../../kernel/index.js'

/** What a submission has come to at a cell where it is judged. */
export interface Point {
  /** The cell's. */
  id: string
  /** Of the lab that the variable `lab` holds, as JSON; null: there was none. */
  snapshot: string | null
  /** What went wrong there. */
  problem: string | null
}

/** A cell that did not end in its time: it may be that others kept the machine busy. */
export const isOutOfTime = ({ problem }: { problem: string | null | undefined }): boolean =>
  problem?.startsWith('Timeout: ') === true

const type = 'application/vnd.vethbook.snapshot.v1+json'

/** Shows the lab's network as one output. */
export const snapshotCode = `{
  const kept = JSON.stringify(await lab.snapshot())
  await display({ [Symbol.for('Jupyter.display')]: () => ({ '${type}': kept, 'text/plain': '' }) })
}`

export function snapshotIn({ outputs }: Execution): string | null {
  for (const output of outputs) {
    const data = 'data' in output ? output.data[type] : undefined
    if (typeof data === 'string') return data
  }
  return null
}

/** The points in what a jailed program wrote; lines that are none are left out. */
export function readPoints(output: string): Map<string, Point> {
  const points = new Map<string, Point>()
  for (const line of output.split('\n')) {
    const point = asPoint(line)
    if (point) points.set(point.id, point)
  }
  return points
}

function asPoint(line: string): Point | undefined {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return undefined // The submission wrote it, or the end was cut off.
  }
  const { id, snapshot, problem } = (value ?? {}) as Partial<Record<keyof Point, unknown>>
  if (typeof id !== 'string') return undefined
  return {
    id,
    snapshot: typeof snapshot === 'string' ? snapshot : null,
    problem: typeof problem === 'string' ? problem : null,
  }
}
