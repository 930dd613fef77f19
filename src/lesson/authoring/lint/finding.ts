import type { Cell } from '../../nbformat.js'

/** Something in a notebook that a reader would stumble over. */
export interface Finding {
  file: string
  /** Position among all cells of the notebook, from 1. */
  cell: number
  /** The cell's own name, as it stands in the file. */
  id: string
  /** In the cell's source, from 1. */
  line: number
  rule: Rule
  message: string
  /** What to do about it. */
  remedy: string
}

export type Rule =
  | 'stored-output'
  | 'unordered-cell'
  | 'alt-text'
  | 'undefined-term'
  | 'dead-link'
  | 'heading-skip'
  | 'long-cell'
  | 'long-sentence'
  | 'leaves-sandbox'
  | 'type-error'

/** What a rule says of a cell; where the cell stands is added by who asks. */
export type Remark = Pick<Finding, 'line' | 'rule' | 'message' | 'remedy'>

/** A rule that needs to see no more than one cell. */
export type CellRule = (cell: Cell) => Remark[]
