/** A lab that nobody sees, planned, made and read so that the first real one is quick. */
import { planNetwork, wantedNetwork, type NetworkState, type Operation, type Topology } from '../../network/index.js'

/** Of each way to tell a link, an address and a route. */
const topology: Topology = {
  namespaces: {
    h1: { links: { eth0: '10.0.0.1/24' }, routes: [{ destination: 'default', via: '10.0.0.4' }] },
    h2: { eth0: ['10.0.0.2/24', 'fd00::2/64'] },
    h3: { eth0: { addresses: '10.0.0.3/24', mtu: 1400 } },
    h4: { links: { eth0: '10.0.0.4/24' }, sysctls: { 'net.ipv4.ip_forward': 1 } },
  },
  bridges: { s1: ['h1.eth0', 'h2.eth0', 'p3', 'p4'] },
  links: [
    ['root.p3', 'h3.eth0'],
    ['root.p4', 'h4.eth0'],
  ],
}

/** Each is planned so often a turn. */
const PLANS = 4

/** What makes it. */
export function planRehearsal(): Operation[] {
  let operations: Operation[] = []
  for (let turn = 0; turn < PLANS; turn++) operations = planNetwork({ namespaces: [] }, wantedNetwork(topology))
  return operations
}

/** What is looked at when it is there: whether anything is missing, and what would take it away. */
export function compareRehearsal(state: NetworkState): void {
  planNetwork(state, wantedNetwork(topology))
  planNetwork(state, wantedNetwork({}))
}
