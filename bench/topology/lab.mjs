/**
 * A lab as a notebook has it: `node lab.mjs FILE` appends one line of JSON, medians in milliseconds. Each is measured as a
 * cell would see it, with the reading of the state that belongs to it.
 */
import { appendFileSync, readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { registerSink } from '../../dist/display/index.js'
import { findRunningNodes } from '../../dist/engine/index.js'
import { startKernel } from '../../dist/kernel/client/client.js'
import { openLab } from '../../dist/lab/index.js'
import { star } from '../../dist/network/index.js'

const TURNS = 20
/** After this a lab has what it prepares while nobody waits. */
const CALM_MS = 4000

const median = (values) => [...values].sort((one, other) => one - other)[Math.floor((values.length - 1) / 2)]
const timed = async (act) => {
  const start = performance.now()
  await act()
  return performance.now() - start
}
async function repeated(act, turns = TURNS) {
  const times = []
  for (let turn = 0; turn < turns; turn++) times.push(await timed(() => act(turn)))
  return median(times)
}

async function inProcess() {
  registerSink({ isLive: false, stream: () => undefined, display: () => undefined, update: () => undefined })
  const lab = await openLab()
  await lab.build(star(10))
  await setTimeout(CALM_MS)
  const stateMs = await repeated(() => lab.state())
  const nodeStartMs = await repeated((turn) => lab.nodes([`node${turn + 1}`]), 5)
  const firstResetMs = await timed(() => lab.reset())
  await setTimeout(CALM_MS)
  const resetMs = await timed(() => lab.reset())
  await lab.dispose()
  return { stateMs, nodeStartMs, firstResetMs, resetMs }
}

/** A thousand hosts on one bridge: what the agent's process, which is not ours, had in memory at its most. */
async function large() {
  const lab = await openLab({ name: 'large' })
  await lab.build(star(1000))
  await repeated(() => lab.state(), 3)
  const { pid } = findRunningNodes().find(({ name, owner }) => name === 'large' && owner === process.pid)
  const [, peakKib] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  await lab.reset()
  await setTimeout(CALM_MS)
  await lab.build(star(1000))
  const largeResetMs = await timed(() => lab.reset())
  await lab.dispose()
  return { agentMb: Number(peakKib) / 1024, largeResetMs }
}

/** What a cell with a command takes longer than a trivial one; the two by turns, since the machine is not always as quick. */
async function inKernel() {
  const kernel = await startKernel()
  const cell = (code) => async () => {
    const { status, error } = await kernel.execute(code)
    if (status !== 'ok') throw new Error(`${code}: ${error?.evalue}`)
  }
  const [command, trivial] = [cell('await lab.sh`true`'), cell('1')]
  const beyond = async () => {
    for (let turn = 0; turn < TURNS; turn++) await command()
    const times = []
    for (let turn = 0; turn < TURNS; turn++) times.push((await timed(command)) - (await timed(trivial)))
    return median(times)
  }
  try {
    await cell("import { openLab, star } from 'vethbook'; const lab = await openLab()")()
    const emptyCellMs = await beyond()
    await cell('await lab.build(star(10))')()
    return { emptyCellMs, cellMs: await beyond() }
  } finally {
    await kernel.shutdown()
  }
}

const line = { tool: 'lab', ...(await inProcess()), ...(await large()), ...(await inKernel()) }
appendFileSync(process.argv[2], `${JSON.stringify(line)}\n`)
process.exit(0)
