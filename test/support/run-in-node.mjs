// Runs a line in the shell of a fresh node, and prints what it printed.
import { chooseEngine } from '../../dist/engine/index.js'

const [, , directory, line] = process.argv
const node = await (await chooseEngine()).start({ name: 'lab', directory })
const { stdout, stderr } = await (await node.shell()).run(line)
process.stdout.write(stdout + stderr)
await node.dispose()
