/** `npm run script FILE.ts` runs a TypeScript file with ts-node's loader; `npx ts-node FILE.ts` cannot load ES modules. */
import { register } from 'node:module'

// A type error is printed, and the script runs all the same: thrown from a loader it would arrive without its text.
process.env.TS_NODE_LOG_ERROR ??= 'true'

register('ts-node/esm', import.meta.url)
