import { stockTslabCell, type BegunCell } from '../../display/index.js'

/** The cell that runs or ran last, told by the notebook session's hooks; none where nobody tells (plain Node, stock tslab). */
let latest: BegunCell | undefined

/** What tells the running cell from others; null where there are no cells. */
export function currentCell(): unknown {
  return latest ?? stockTslabCell()
}

/** That cell, where the kernel is ours. */
export function latestCell(): BegunCell | undefined {
  return latest
}

export function noteCell(cell: BegunCell): void {
  latest = cell
}
