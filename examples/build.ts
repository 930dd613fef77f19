/**
 * A network built from data: `npm run script examples/build.ts`. Two hosts behind a router that masquerades, and one outside.
 */
import { openLab, type Topology } from 'vethbook'

const office: Topology = {
  namespaces: {
    h1: { links: { eth0: '10.1.0.11/24' }, routes: [{ destination: 'default', via: '10.1.0.1' }] },
    h2: { links: { eth0: '10.1.0.12/24' }, routes: [{ destination: 'default', via: '10.1.0.1' }] },
    router: {
      links: { lan0: '10.1.0.1/24', wan0: '192.0.2.1/24' },
      sysctls: { 'net.ipv4.ip_forward': 1 },
      nftables: `table ip nat {
        chain post {
          type nat hook postrouting priority srcnat
          oifname wan0 masquerade
        }
      }`,
    },
    web: { eth0: '192.0.2.80/24' },
  },
  bridges: { s1: ['h1.eth0', 'h2.eth0', 'router.lan0'] },
  links: [['router.wan0', 'web.eth0']],
}

const lab = await openLab()
await lab.build(office)
await lab.pingAll()

// The same again changes nothing; another one makes the difference, which the plan shows before.
const { web: _, ...others } = office.namespaces ?? {}
const smaller: Topology = { ...office, namespaces: { ...others, web: { eth0: '192.0.2.81/24' } } }
const plan = await lab.plan(smaller)
console.log(`\n${plan.operations.map((operation) => operation.do).join(', ')}\n`)
await lab.build(smaller)
await lab.dispose()
