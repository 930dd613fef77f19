/** `npm run script FILE.ts` runs a TypeScript file with ts-node's loader; `npx ts-node FILE.ts` cannot load ES modules. */
import { register } from 'node:module'

register('ts-node/esm', import.meta.url)
