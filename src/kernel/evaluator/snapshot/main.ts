/** `node main.js [USELESS_BLOB]`: builds the start-up snapshot, in a process of its own. */
import { rmSync } from 'node:fs'
import { buildBlob } from './build.js'

async function main(useless: string | undefined): Promise<void> {
  if (useless !== undefined) rmSync(useless, { force: true })
  await buildBlob()
}

main(process.argv[2]).catch((error: unknown) => {
  console.error(`the start-up snapshot cannot be built: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
})
