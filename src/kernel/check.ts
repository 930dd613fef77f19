import type { CheckedCell } from './evaluator/check-cells.js'

/** Type-checks a notebook's cells without running them; what that takes is loaded at the first call. */
export async function checkCells(folder: string, sources: readonly string[]): Promise<CheckedCell[]> {
  return (await import('./evaluator/check-cells.js')).checkCells(folder, sources)
}
