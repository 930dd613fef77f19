/** What a submission may take. */
export interface Limits {
  /** For all of its cells, in milliseconds. */
  timeMs: number
  /** For one of them. */
  cellMs: number
  /** Of all of its processes together. */
  memoryBytes: number
  processes: number
  /** Of files that it writes; they lie in memory, too. */
  scratchBytes: number
  /** Of what it hands over, and of what each cell shows, in characters. */
  outputBytes: number
  /** A file that is larger is no notebook that somebody wrote. */
  notebookBytes: number
}

/** A lesson takes a tenth of it. */
export const usualLimits: Limits = {
  timeMs: 180_000,
  cellMs: 30_000,
  memoryBytes: 3 * 2 ** 30,
  processes: 1000,
  scratchBytes: 128 * 2 ** 20,
  outputBytes: 16 * 2 ** 20,
  notebookBytes: 8 * 2 ** 20,
}
