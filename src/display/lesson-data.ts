/** What a lesson asks and finds, as outputs carry it for the exported page: plain JSON under our own MIME types. */

/** `application/vnd.vethbook.prediction.v1+json` */
export interface PredictionData {
  question: string
  /** Empty: the answer is free text. */
  choices: string[]
  /** Null: none yet. */
  answer: string | null
  /** Nobody answered: it was taken for a run without a person. */
  isDefault: boolean
  /** What happened; null as long as that is not known. */
  observed: string | null
  /** Null: not known yet, or nothing to compare with. */
  right: boolean | null
  /** Why it happened; null where nobody said. */
  because: string | null
}

/** `application/vnd.vethbook.check.v1+json` */
export interface CheckData {
  goal: string
  passed: boolean
  /** A sentence without a full stop. */
  saw: string
  /** A sentence without a full stop. */
  wanted: string
  hint: string | null
  /** Lines of shell that reach the goal; null: the author gave none. */
  solution: string | null
}

/** `application/vnd.vethbook.puzzle.v1+json`: how lines in an order, a diagnosis or a repair did, for those that test a lesson. */
export interface PuzzleData {
  kind: 'order' | 'found' | 'repaired'
  goal: string
  passed: boolean
  /** A sentence without a full stop. */
  saw: string
  /** Lines of shell that solve it; null: it is not solved by lines. */
  solution: string | null
}

/** `application/vnd.vethbook.hint.v1+json` */
export interface HintData {
  goal: string
  hint: string
  /** From 1. */
  number: number
  /** How many there are at the moment; the solution is the last one where the author gave one. */
  total: number
  isSolution: boolean
}
