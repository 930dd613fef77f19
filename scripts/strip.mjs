/** `npm run strip`: takes outputs and counts out of the lessons, as they are kept in git. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { readNotebook, stripOutputs, writeNotebook } from '../dist/lesson/index.js'
import { root } from './setup/paths.mjs'

const folder = join(root, 'notebooks')
const files = readdirSync(folder, { recursive: true })
for (const name of files.filter((file) => file.endsWith('.ipynb') && !file.includes('.ipynb_checkpoints'))) {
  const path = join(folder, name)
  await writeNotebook(path, stripOutputs(await readNotebook(path)))
}
