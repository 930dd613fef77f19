import { notebookSession, stockTslabCell, type BegunCell } from '../../display/index.js'

/** What tells the running cell from others; null where there are no cells. */
export function currentCell(): unknown {
  return latestCell() ?? stockTslabCell()
}

/** The cell that runs or ran last, where the kernel is ours; none where nobody tells (plain Node, stock tslab). */
export function latestCell(): BegunCell | undefined {
  return notebookSession().cell
}

export function noteCell(cell: BegunCell): void {
  notebookSession().cell = cell
}
