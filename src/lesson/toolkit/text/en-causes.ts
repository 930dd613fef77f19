import type { CauseWords } from './causes.js'

const at = (look: string, is: (place: string) => string) => (place: string) => ({
  look: look.replaceAll('PLACE', place),
  is: is(place),
})

const links = 'Look at the links, at PLACE: ip link says which are up.'
const addresses = 'Look at the addresses, at PLACE: ip addr says which there are.'
const routes = 'Look at the routes, at PLACE: ip route says where packets go.'
const bridges = 'Look at the bridge, at PLACE: bridge link says which ports it has.'
const neighbours = 'Look at the neighbours, at PLACE: ip neigh says who answered.'
const filters = 'Look for a firewall, at PLACE: nft list ruleset, and iptables -L -v.'
const settings = 'Look at the settings of the kernel, at PLACE: sysctl says what they are.'

export const enCauses: CauseWords = {
  ok: at('Everything on the way is in order.', () => 'Try again: a packet sent now arrives.'),
  'no-such-namespace': at(
    'Look at which namespaces there are: ip netns list.',
    (place) => `There is no namespace ${place}.`,
  ),
  'no-link': at(
    links,
    (place) => `In ${place} there is no link that leads anywhere. A cable end has to be moved there.`,
  ),
  'link-down': at(links, (place) => `${place} is switched off.`),
  'no-carrier': at(links, (place) => `${place} is on, but has no carrier: nothing at the other end is on.`),
  'no-address': at(addresses, (place) => `${place} has no address. Whose is the one that you wanted there?`),
  'wrong-subnet': at(
    addresses,
    (place) =>
      `The address of ${place} and that of the other end are not in one network. Compare the parts that the number behind the slash counts.`,
  ),
  'no-route': at(routes, (place) => `From ${place} no route leads to that address.`),
  'no-return-route': at(routes, (place) => `The packet arrives, and ${place} has no route for the reply.`),
  'blackhole-route': at(routes, (place) => `A route in ${place} throws these packets away.`),
  'policy-rule': at(
    'Look at the rules, at PLACE: ip rule says which table is asked first.',
    (place) => `A rule in ${place} sends these packets elsewhere.`,
  ),
  'neighbour-unresolved': at(
    neighbours,
    (place) =>
      `${place} asks who has that address, and nobody answers. Does anybody at the other end have exactly this address?`,
  ),
  'stale-neighbour': at(neighbours, (place) => `${place} keeps a wrong MAC address for that neighbour.`),
  'arp-off': at(links, (place) => `${place} does not ask or answer for addresses: ARP is off.`),
  'address-conflict': at(addresses, (place) => `Two have the same address; one of them is ${place}.`),
  'not-bridged': at(bridges, (place) => `${place} is not a port of the bridge.`),
  'different-bridge': at(bridges, (place) => `${place} is a port of another bridge.`),
  'port-blocked': at(bridges, (place) => `The port ${place} does not forward.`),
  'vlan-mismatch': at(
    'Look at the VLANs, at PLACE: bridge vlan.',
    (place) => `The VLANs of the ports do not fit together at ${place}.`,
  ),
  'vxlan-mismatch': at(
    'Look at the tunnel, at PLACE: ip -d link.',
    (place) => `The two ends of the tunnel do not agree at ${place}.`,
  ),
  'wrong-fdb': at(
    'Look at what the bridge has learned, at PLACE: bridge fdb.',
    (place) => `An entry at ${place} sends the frame to the wrong port.`,
  ),
  'forwarding-off': at(settings, (place) => `${place} does not pass packets on: ip_forward is 0.`),
  'rp-filter': at(
    settings,
    (place) => `${place} drops the packet, since the way back would be another one (rp_filter).`,
  ),
  filtered: at(filters, (place) => `A firewall rule drops the packet at ${place}.`),
  'icmp-ignored': at(settings, (place) => `${place} does not answer pings (icmp_echo_ignore_all).`),
  'port-closed': at(
    'Look at what listens, at PLACE: ss -lnt.',
    (place) => `At ${place} no program listens on that port.`,
  ),
  'queue-loss': at('Look at the queue, at PLACE: tc qdisc.', (place) => `The queue of ${place} throws packets away.`),
  mtu: at(links, (place) => `The packet is too big for ${place}: its MTU is smaller.`),
  'ttl-exceeded': at(routes, (place) => `The packet ran out of hops at ${place}.`),
  loop: at(routes, (place) => `The packet goes in a circle, by ${place}.`),
  'loopback-down': at(
    'Look at PLACE: is every link up that it takes to speak to oneself?',
    (place) => `The loopback lo of ${place} is switched off.`,
  ),
  unknown: at('Ask lab.explain for all that can be seen.', (place) => `Something stops the packet at ${place}.`),
}
