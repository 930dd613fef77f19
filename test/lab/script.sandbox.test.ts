import { afterAll, beforeAll, expect, it } from 'vitest'
import { displaySymbol, registerSink } from '../../src/display/index.js'
import { openLab, type Lab } from '../../src/lab/index.js'
import { toTopology } from '../../src/network/index.js'
import { recordingSink } from './recording-sink.js'

let lab: Lab
let second: Lab

beforeAll(async () => {
  registerSink(recordingSink())
  lab = await openLab({ name: 'script-one' })
  second = await openLab({ name: 'script-two' })
})
afterAll(() => Promise.all([lab.dispose(), second.dispose()]))

it('the script of a network builds the same one on another machine', async () => {
  await lab.build({
    namespaces: {
      ns1: { links: { veth1: '192.168.1.103/24' }, routes: [{ destination: 'default', via: '192.168.1.1' }] },
      ns2: { veth2: '192.168.1.104/24' },
    },
    bridges: { br0: { ports: ['ns1.veth1', 'ns2.veth2'], addresses: ['192.168.1.1/24'] } },
  })
  await lab.sh({ quiet: true })`ip -n ns2 link set veth2 mtu 1400`
  const report = await lab.script()
  const { script } = report
  expect(script).toContain('# Not in it: neighbours')
  expect(report[displaySymbol]()).toEqual({ 'text/plain': script.trimEnd() })

  expect(toTopology(await second.state())).not.toEqual(toTopology(await lab.state()))
  await second.sh({ quiet: true })`sh -c ${script}`
  expect(toTopology(await second.state())).toEqual(toTopology(await lab.state()))
})

it('a link whose settings a state does not tell is named', async () => {
  await lab.reset()
  await lab.sh({ quiet: true })`ip link add vx7 type vxlan id 7 dstport 4789 remote 10.0.0.2`
  await expect(lab.script()).rejects.toThrow('vx7')
})
