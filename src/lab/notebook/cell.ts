/** Which cell runs, counted by the notebook session's hooks; null where nobody counts (plain Node, stock tslab). */
let cell: number | null = null

export function currentCell(): number | null {
  return cell
}

export function countCell(): void {
  cell = (cell ?? 0) + 1
}
