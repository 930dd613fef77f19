// Says what the engine of that name tells of this machine, and runs a line in a node of it: `engine-in-folder.mjs ENGINE FOLDER LINE`.
import { probeEngines } from '../../dist/engine/index.js'

const [, , name, directory, line] = process.argv
const { engine, probe } = (await probeEngines()).find(({ engine }) => engine.name === name)
let out = ''
if (probe.works) {
  const node = await engine.start({ name: 'lab', directory })
  out = (await node.spawn(['sh', '-c', line])).stdout
  await node.dispose()
}
console.log(JSON.stringify({ probe, out }))
