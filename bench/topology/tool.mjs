/**
 * Our agent's netlink code as one tool of the harness: `node tool.mjs N` builds, reads and deletes N hosts on a bridge in
 * the namespace that it stands in, and prints one line of JSON. All of it runs for the first time in its process, where
 * much of the time goes to the compiler; with `--used` after three small labs, as in an agent that has been at work. `readMs`
 * is what a next cell sees, `firstReadMs` what the build's own cell does, before there was a pause to practise in.
 */
import { spawnSync } from 'node:child_process'
import { setTimeout } from 'node:timers/promises'
import { readFileSync, readdirSync } from 'node:fs'
import { applyOperations } from '../../dist/engine/agent/netlink/apply.js'
import { READINGS } from '../../dist/engine/agent/netlink/service.js'
import { readNetwork } from '../../dist/engine/agent/netlink/read.js'
import { StateReader } from '../../dist/engine/netlink/chunk.js'
import { Progress } from '../../dist/engine/netlink/practice.js'
import { compareRehearsal, planRehearsal } from '../../dist/engine/netlink/rehearsal.js'
import { EmptyStage, rootAlone } from '../../dist/engine/agent/netlink/stage.js'
import { planNetwork, wantedNetwork } from '../../dist/network/index.js'

const n = Number(process.argv[2])
const address = (i) => `10.0.${Math.floor(i / 250)}.${(i % 250) + 1}`
const hostsOnABridge = (count) => {
  const hosts = Array.from({ length: count }, (_, i) => i)
  return {
    namespaces: Object.fromEntries(hosts.map((i) => [`n${i}`, { eth0: `${address(i)}/16` }])),
    bridges: { br0: hosts.map((i) => `p${i}`) },
    links: hosts.map((i) => [`root.p${i}`, `n${i}.eth0`]),
  }
}

let names = null
const read = (stage) => {
  const reader = new StateReader(names)
  for (const chunk of readNetwork({ names: names?.stamp ?? null }, stage)) reader.take(chunk)
  names = reader.names
  return reader.state()
}
/** As a lab does while nobody waits after a read (src/engine/netlink/client.ts and practice.ts), only sooner. */
const progress = new Progress()
const rehearse = async (operations) => {
  const stage = operations.length === 0 ? rootAlone : new EmptyStage()
  await apply(operations, stage)
  let count = 0
  for (let turn = 0; turn < READINGS; turn++) {
    const state = read(stage)
    count += state.namespaces.length
    if (operations.length > 0) compareRehearsal(state)
  }
  stage.end()
  return count
}
const practise = async ({ namespaces }) => {
  progress.add('network', namespaces.length)
  for (let { next } = progress; next !== undefined; { next } = progress) {
    const isNetwork = next === 'network'
    progress.add(next, isNetwork ? read().namespaces.length : await rehearse(next === 'stage' ? planRehearsal() : []))
    if (next === 'stage') await setTimeout(200)
  }
}
const apply = async (operations, stage) => {
  const refused = await applyOperations(
    operations,
    () => undefined,
    () => false,
    stage,
  )
  if (refused) throw new Error(JSON.stringify({ refused, operation: operations[refused.index] }))
}
const timed = async (act) => {
  const start = performance.now()
  const value = await act()
  return [performance.now() - start, value]
}

const remove = async (state) => {
  await apply(planNetwork(state, wantedNetwork({})))
  while (readFileSync('/proc/net/dev', 'utf8').trim().split('\n').length > 3) await setTimeout(2)
  if (readdirSync('/run/netns').length > 0) throw new Error('a name is left')
}

await practise(read())
for (let turn = 0; process.argv.includes('--used') && turn < 3; turn++) {
  await apply(planNetwork(read(), wantedNetwork(hostsOnABridge(10))))
  await practise(read())
  await remove(read())
}

const [planMs, operations] = await timed(() => planNetwork(read(), wantedNetwork(hostsOnABridge(n))))
const [applyMs] = await timed(() => apply(operations))
const pings = () =>
  spawnSync('nsenter', ['--net=/run/netns/n0', 'ping', '-c1', '-W1', address(n - 1)], { stdio: 'ignore' }).status === 0
const pingOk = [1, 2, 3, 4, 5, 6, 7, 8].some(pings)
const [firstReadMs, first] = await timed(() => read())
await practise(first)
const [readMs, state] = await timed(() => read())
const [deleteMs] = await timed(() => remove(state))
const links = state.namespaces.flatMap((space) => space.links)
console.log(
  JSON.stringify({
    buildMs: planMs + applyMs,
    planMs,
    firstReadMs,
    readMs,
    deleteMs,
    pingOk,
    links: links.length,
    addresses: links.flatMap((link) => link.addresses).filter(({ family }) => family === 'inet').length,
    routes: state.namespaces
      .flatMap(({ routes }) => routes)
      .filter(({ family, table }) => family === 'inet' && table === 'main').length,
  }),
)
process.exit(0)
