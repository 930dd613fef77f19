// Starts a node with background jobs in it and stays: a test kills it.
import { probeEngines } from '../../dist/engine/index.js'

const [, , name, directory] = process.argv
const { engine } = (await probeEngines()).find(({ engine }) => engine.name === name)
const node = await engine.start({ name: 'lab', directory })
const shell = await node.shell()
await shell.run('ip netns add ns1\nsleep 1000 &\nip netns exec ns1 sleep 1000 &\n(setsid sleep 1000 &)')
console.log('ready')
setInterval(() => {}, 1000)
