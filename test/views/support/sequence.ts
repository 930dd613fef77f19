import type { Sequence } from '../../../src/network/index.js'

/** A ping over a VXLAN between two nodes, whose answer is dropped. */
export function dropped(): Sequence {
  return {
    lifelines: ['node1/pod1', 'node1', 'node2', 'node2/pod1'],
    frames: [
      { atMs: 0, from: 'node1/pod1', to: 'node1', link: 'node1/pod1.eth0', layers: ['ARP who has 10.244.0.2?'] },
      { atMs: 0.021, from: 'node1', to: 'node2', link: 'node1.eth0', layers: ['VXLAN 42', 'ARP who has 10.244.0.2?'] },
      {
        atMs: 0.09,
        from: 'node1',
        to: 'node1/pod1',
        link: 'node1.veth2',
        layers: ['ARP who has 10.244.0.2?'],
        isCopy: true,
      },
      { atMs: 0.13, from: 'node2', to: 'node2/pod1', link: 'node2.veth1', layers: ['ARP who has 10.244.0.2?'] },
      { atMs: 0.2, from: 'node2/pod1', to: 'node2', link: 'node2.veth1', layers: ['ARP reply'] },
      {
        atMs: 0.31,
        from: 'node1',
        to: 'node2',
        link: 'node1.eth0',
        layers: ['VXLAN 42', 'VLAN 10', 'ICMP echo request 1'],
      },
      {
        atMs: 1.4,
        from: 'node2/pod1',
        to: 'node2',
        link: 'node2.veth1',
        layers: ['ICMP echo reply 1'],
        ended: 'FORWARD policy DROP',
      },
      { atMs: 1001, from: 'node1', to: null, link: 'node1.eth0', layers: ['ICMP echo request 2'] },
    ],
  }
}
