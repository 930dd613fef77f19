import { classes } from './classes.js'
import { declarations } from './declarations.js'
import { functions } from './functions.js'
import { imports } from './imports.js'
import { mistakes } from './mistakes.js'
import { modules } from './modules.js'
import type { Row } from './row.js'
import { types } from './types.js'
import { values } from './values.js'
import { waiting } from './waiting.js'

/** What cells come to: what a person expects of a notebook in TypeScript, by subject. */
export const cells: [subject: string, rows: Row[]][] = Object.entries({
  values,
  declarations,
  functions,
  classes,
  types,
  imports,
  waiting,
  modules,
  mistakes,
})
