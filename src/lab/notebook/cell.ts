import { stockTslabCell } from '../../display/index.js'

/** How many cells have begun, counted by the notebook session's hooks; 0 where nobody counts (plain Node, stock tslab). */
let begun = 0

/** What tells the running cell from others; null where there are no cells. */
export function currentCell(): unknown {
  return begun > 0 ? begun : stockTslabCell()
}

export function countCell(): void {
  begun++
}
