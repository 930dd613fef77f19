/**
 * Places for labels on a line so that none overlaps its neighbour and each is near where it wants to be: pushed down in
 * order, then back up from the end (where they are more than the length holds, past its start). Pixels; `at` and the result are middles.
 */
export function spreadOut(labels: readonly { at: number; size: number }[], length: number): number[] {
  const order = labels.map((label, index) => ({ ...label, index })).sort((a, b) => a.at - b.at || a.index - b.index)
  let edge = -Infinity
  for (const label of order) {
    label.at = Math.max(label.at, edge + label.size / 2)
    edge = label.at + label.size / 2
  }
  edge = length
  for (const label of [...order].reverse()) {
    label.at = Math.min(label.at, edge - label.size / 2)
    edge = label.at - label.size / 2
  }
  const places: number[] = []
  for (const label of order) places[label.index] = label.at
  return places
}
