/**
 * Cells that run one after another, and what the last of them comes to: its value as text, or the first line of what went
 * wrong with `Cell` for its place. tslab's own outcome stands behind where that is another one.
 */
export type Row = [what: string, cells: string[], outcome: string, tslab?: string]
