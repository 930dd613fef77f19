// Starts a node with background jobs in it and stays, for a test to kill it; with a further argument it leaves it as it is and ends.
import { probeEngines } from '../../dist/engine/index.js'

const [, , name, directory, once] = process.argv
const { engine } = (await probeEngines()).find(({ engine }) => engine.name === name)
const node = await engine.start({ name: 'lab', directory })
const shell = await node.shell()
await shell.run('ip netns add ns1\nsleep 1000 &\nip netns exec ns1 sleep 1000 &\n(setsid sleep 1000 &)')
console.log('ready')
if (once === undefined) setInterval(() => {}, 1000)
