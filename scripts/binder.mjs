/**
 * `node scripts/binder.mjs`: writes binder/Dockerfile anew. Binder builds the last stage of that one file, and has its own
 * names for the user: it is our Dockerfile, and then the stage `qemu`, since Binder allows no namespaces.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './setup/paths.mjs'

const binderDockerfile = () => `# Made from ../Dockerfile by scripts/binder.mjs.
${readFileSync(join(root, 'Dockerfile'), 'utf8')}
FROM qemu
`

writeFileSync(join(root, 'binder/Dockerfile'), binderDockerfile())
