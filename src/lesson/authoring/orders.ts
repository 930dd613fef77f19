import type { CodeCell, Notebook } from '../nbformat.js'
import { cellOrder, sectionsOf } from '../sections.js'
import type { TrialPlan } from './trial.js'

/** How many orders of the sections are tried, and among how many seeds they are looked for. */
const shuffledOrders = 5
const seedsLookedAt = 100

/** From top to bottom, each section without the others, and the sections in other orders. */
export function inOrders({ cells }: Notebook): TrialPlan[] {
  const sections = sectionsOf(cells)
  const straight = cellOrder(cells, 'top-to-bottom')
  const orders = [
    { name: 'top to bottom', indices: straight },
    ...sections.map(({ heading, indices }) => ({ name: `section alone: ${heading}`, indices })),
    ...shuffledSections(cells, straight),
  ]
  return orders
    .map(({ name, indices }) => ({ name, cells: runnable(indices.flatMap((index) => cells[index] ?? [])) }))
    .filter(({ cells: wanted }) => wanted.length > 0)
    .map(({ name, cells: wanted }) => ({ name, run: (stepper, tried) => oneAfterAnother(wanted, stepper, tried) }))
}

/** Orders that are all different, and none of them that of the file; of few sections there are fewer. */
function shuffledSections(
  cells: Notebook['cells'],
  straight: readonly number[],
): { name: string; indices: number[] }[] {
  const found = new Set([straight.join()])
  const orders = []
  for (let seed = 1; seed <= seedsLookedAt && orders.length < shuffledOrders; seed++) {
    const indices = cellOrder(cells, { seed })
    if (found.has(indices.join())) continue
    found.add(indices.join())
    orders.push({ name: `sections in the order of seed ${seed}`, indices })
  }
  return orders
}

/** Code cells that hold something. */
export function runnable(cells: Notebook['cells']): CodeCell[] {
  return cells.filter((cell): cell is CodeCell => cell.cell_type === 'code' && cell.source.trim() !== '')
}

/** Until the first that fails. */
const oneAfterAnother = async (cells: readonly CodeCell[], ...[stepper, tell]: Parameters<TrialPlan['run']>) => {
  for (const cell of cells) {
    const { tried } = await stepper.run(cell)
    tell(tried)
    if (tried.problem !== undefined) return
  }
}
