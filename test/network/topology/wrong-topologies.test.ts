import { expect, test } from 'vitest'
import { TopologyError, wantedNetwork, type Topology } from '../../../src/network/index.js'

/** What people write wrongly, and all that they are told: place, problem, remedy. */
const wrong: readonly [name: string, topology: unknown, told: readonly string[]][] = [
  [
    'null',
    null,
    [
      ": null is nothing. Write an object, as { namespaces: { ns1: { eth0: '10.0.0.1/24' }, ns2: { eth0: '10.0.0.2/24' } }, links: [['ns1.eth0', 'ns2.eth0']] }.",
    ],
  ],
  [
    'array',
    [],
    [
      ": [] is a list. Write an object, as { namespaces: { ns1: { eth0: '10.0.0.1/24' }, ns2: { eth0: '10.0.0.2/24' } }, links: [['ns1.eth0', 'ns2.eth0']] }.",
    ],
  ],
  [
    'text',
    'x',
    [
      ": \"x\" is a text. Write an object, as { namespaces: { ns1: { eth0: '10.0.0.1/24' }, ns2: { eth0: '10.0.0.2/24' } }, links: [['ns1.eth0', 'ns2.eth0']] }.",
    ],
  ],
  [
    'namespaces as list',
    { namespaces: ['ns1', 'ns2'] },
    ['namespaces: ["ns1","ns2"] is a list. Write an object, as { ns1: { eth0: \'10.0.0.1/24\' } }.'],
  ],
  [
    'address without prefix',
    { namespaces: { ns1: { eth0: '10.0.0.1' }, ns2: { eth0: '10.0.0.2/24' } }, links: [['ns1.eth0', 'ns2.eth0']] },
    ['namespaces.ns1.eth0: 10.0.0.1 has no prefix length. Write 10.0.0.1/24, say.'],
  ],
  [
    'address bad octet',
    { namespaces: { ns1: { eth0: '10.0.0.256/24' }, ns2: { eth0: '10.0.0.2/24' } }, links: [['ns1.eth0', 'ns2.eth0']] },
    ['namespaces.ns1.eth0: "10.0.0.256/24" is no address. 256 is more than a byte holds, 255.'],
  ],
  [
    'prefix 33',
    { namespaces: { ns1: { eth0: '10.0.0.1/33' }, ns2: { eth0: '10.0.0.2/24' } }, links: [['ns1.eth0', 'ns2.eth0']] },
    ['namespaces.ns1.eth0: 10.0.0.1/33 has no prefix length that IPv4 knows. It is a number up to 32: 10.0.0.1/24.'],
  ],
  [
    'netmask',
    {
      namespaces: { ns1: { eth0: '10.0.0.1/255.255.255.0' }, ns2: { eth0: '10.0.0.2/24' } },
      links: [['ns1.eth0', 'ns2.eth0']],
    },
    ['namespaces.ns1.eth0: 255.255.255.0 is a netmask. Write its length: 10.0.0.1/24.'],
  ],
  [
    'addr number',
    { namespaces: { ns1: { eth0: 10 } } },
    ["namespaces.ns1.eth0: 10 is a number. Write a text or a list of texts or an object, as '10.0.0.1/24'."],
  ],
  [
    'address key typo',
    {
      namespaces: { ns1: { links: { eth0: { address: '10.0.0.1/24' } } }, ns2: { eth0: '10.0.0.2/24' } },
      links: [['ns1.eth0', 'ns2.eth0']],
    },
    ['namespaces.ns1.links.eth0.address: there is no key address. Did you mean addresses?'],
  ],
  [
    'ip key',
    {
      namespaces: { ns1: { links: { eth0: { ip: '10.0.0.1/24' } } }, ns2: { eth0: '10.0.0.2/24' } },
      links: [['ns1.eth0', 'ns2.eth0']],
    },
    ['namespaces.ns1.links.eth0.ip: there is no key ip. Did you mean addresses?'],
  ],
  [
    'links in wrong level',
    {
      namespaces: { ns1: { eth0: { addresses: '10.0.0.1/24' }, routes: [] }, ns2: { eth0: '10.0.0.2/24' } },
      links: [['ns1.eth0', 'ns2.eth0']],
    },
    [
      'namespaces.ns1.eth0: there is no key eth0. Is it a link? Beside such keys links stand below one of their own: links: { eth0: … }. Known are links, routes, rules, sysctls, nftables and services.',
    ],
  ],
  [
    'dup address',
    { namespaces: { ns1: { eth0: '10.0.0.1/24' }, ns2: { eth0: '10.0.0.1/24' } }, links: [['ns1.eth0', 'ns2.eth0']] },
    [
      'namespaces.ns2.eth0: the address 10.0.0.1 is there twice on one wire. It is at namespaces.ns1.eth0, too: give one of them another.',
    ],
  ],
  ['dup node names', { nodes: ['n1', 'n1'] }, ['nodes[1]: n1 is there twice. Give one another name.']],
  [
    'dup services same',
    { namespaces: { ns1: { services: [''] } } },
    ['namespaces.ns1.services[0]: there is no command. Write one, or leave it out.'],
  ],
  [
    'mtu low',
    { namespaces: { ns1: { links: { eth0: { mtu: 20 } } }, ns2: { eth0: [] } }, links: [['ns1.eth0', 'ns2.eth0']] },
    ['namespaces.ns1.links.eth0.mtu: 20 is out of bounds. Write a whole number from 68 to 65535.'],
  ],
  [
    'mtu high',
    { namespaces: { ns1: { links: { eth0: { mtu: 70000 } } }, ns2: { eth0: [] } }, links: [['ns1.eth0', 'ns2.eth0']] },
    ['namespaces.ns1.links.eth0.mtu: 70000 is out of bounds. Write a whole number from 68 to 65535.'],
  ],
  [
    'mtu text',
    { namespaces: { ns1: { links: { eth0: { mtu: '1500' } } }, ns2: { eth0: [] } }, links: [['ns1.eth0', 'ns2.eth0']] },
    ['namespaces.ns1.links.eth0.mtu: "1500" is a text. Write a whole number from 68 to 65535.'],
  ],
  [
    'mtu with ipv6 < 1280',
    {
      namespaces: { ns1: { links: { eth0: { mtu: 1000, addresses: 'fd00::1/64' } } }, ns2: { eth0: [] } },
      links: [['ns1.eth0', 'ns2.eth0']],
    },
    [
      'namespaces.ns1.links.eth0: its MTU of 1000 leaves no room for the IPv6 address fd00::1/64. IPv6 needs 1280 or more.',
    ],
  ],
  [
    'sysctl bad key',
    { namespaces: { ns1: { sysctls: { ip_forward: 1 } } } },
    [
      "namespaces.ns1.sysctls['ip_forward']: ip_forward is no whole name of a setting. Write it in full, as sysctl(8) does: net.ipv4.ip_forward.",
    ],
  ],
  [
    'sysctl bad key2',
    { namespaces: { ns1: { sysctls: { 'kernel.hostname': 'x' } } } },
    [
      'namespaces.ns1.sysctls[\'kernel.hostname\']: "kernel.hostname" is no setting of a network namespace. A namespace has those of networks: net.ipv4.ip_forward, say.',
    ],
  ],
  [
    'sysctl traversal',
    { namespaces: { ns1: { sysctls: { 'net/../kernel/x': 'x' } } } },
    [
      'namespaces.ns1.sysctls[\'net/../kernel/x\']: "net/../kernel/x" is no setting of a network namespace. A namespace has those of networks: net.ipv4.ip_forward, say.',
    ],
  ],
  [
    'sysctl bool',
    { namespaces: { ns1: { sysctls: { 'net.ipv4.ip_forward': true } } } },
    ["namespaces.ns1.sysctls['net.ipv4.ip_forward']: true is a truth value. Write a text or a number, as 1."],
  ],
  [
    'unknown node',
    { nodes: ['node1'], namespaces: { 'nod1/ns1': {} } },
    ['namespaces.nod1/ns1: there is no node nod1. Did you mean node1?'],
  ],
  [
    'node in bridge unknown',
    { nodes: ['node1'], bridges: { br0: ['node2.eth0'] } },
    ['bridges.br0[0]: there is no namespace node2. Did you mean node1?'],
  ],
  [
    'bridge port without dot',
    { namespaces: { ns1: { eth0: '10.0.0.1/24' }, ns2: { eth0: '10.0.0.2/24' } }, bridges: { br0: ['ns1'] } },
    [
      "bridges.br0[0]: there is no link root.ns1. ns1 is a namespace; name its link, too: 'ns1.eth0'.",
      "namespaces.ns2.eth0: ns2.eth0 is a link with one end. Make it a port: bridges: { br0: ['ns2.eth0'] }; or name the other end: links: [['ns2.eth0', 'ns2.veth2']]; or give it a kind.",
    ],
  ],
  [
    'port nonexist',
    {
      namespaces: { ns1: { eth0: '10.0.0.1/24' }, ns2: { eth0: '10.0.0.2/24' } },
      links: [['ns1.eth0', 'ns2.eth0']],
      bridges: { br0: ['eth7'] },
    },
    [
      "bridges.br0[0]: there is no link root.eth7. Give it a kind or another end: links: [['br0-port', 'ns1.veth1']]; or name a port elsewhere: 'ns1.veth1'.",
    ],
  ],
  [
    'port twice',
    {
      namespaces: { ns1: { eth0: '10.0.0.1/24' }, ns2: { eth0: '10.0.0.2/24' } },
      bridges: { br0: ['ns1.eth0', 'ns2.eth0'], br1: ['ns1.eth0'] },
    },
    [
      'bridges.br1[0]: ns1.eth0 has its other end at namespaces.ns1.eth0 already. Take it out of one of them, or name the other end as the port.',
    ],
  ],
  [
    'port twice same',
    {
      namespaces: { ns1: { eth0: '10.0.0.1/24' }, ns2: { eth0: '10.0.0.2/24' } },
      bridges: { br0: ['ns1.eth0', 'ns2.eth0', 'ns1.eth0'] },
    },
    [
      'bridges.br0[2]: ns1.eth0 has its other end at namespaces.ns1.eth0 already. Take it out of one of them, or name the other end as the port.',
    ],
  ],
  [
    'link end same',
    { namespaces: { ns1: { eth0: '10.0.0.1/24' }, ns2: { eth0: '10.0.0.2/24' } }, links: [['ns1.eth0', 'ns1.eth0']] },
    [
      'links[0]: both ends are the same. Name two.',
      "namespaces.ns1.eth0: ns1.eth0 is a link with one end. Make it a port: bridges: { br0: ['ns1.eth0'] }; or name the other end: links: [['ns1.eth0', 'ns2.veth2']]; or give it a kind.",
      "namespaces.ns2.eth0: ns2.eth0 is a link with one end. Make it a port: bridges: { br0: ['ns2.eth0'] }; or name the other end: links: [['ns2.eth0', 'ns2.veth2']]; or give it a kind.",
    ],
  ],
  [
    'link with colon',
    { namespaces: { ns1: { eth0: '10.0.0.1/24' }, ns2: { eth0: '10.0.0.2/24' } }, links: [['ns1:eth0', 'ns2:eth0']] },
    [
      'links[0][0]: "ns1:eth0" names no link. A dot stands between: \'ns1.eth0\'.',
      'links[0][1]: "ns2:eth0" names no link. A dot stands between: \'ns2.eth0\'.',
    ],
  ],
  [
    'link as text',
    { namespaces: { ns1: { eth0: '10.0.0.1/24' }, ns2: { eth0: '10.0.0.2/24' } }, links: ['ns1.eth0 - ns2.eth0'] },
    ["links[0]: \"ns1.eth0 - ns2.eth0\" is a text. Write a list of texts or an object, as ['ns1.eth0', 'ns2.eth0']."],
  ],
  [
    'link as from/to',
    {
      namespaces: { ns1: { eth0: '10.0.0.1/24' }, ns2: { eth0: '10.0.0.2/24' } },
      links: [{ from: 'ns1.eth0', to: 'ns2.eth0' }],
    },
    ['links[0].from: there is no key from. Did you mean ends?', 'links[0].to: there is no key to. Did you mean ends?'],
  ],
  [
    'link endpoints',
    {
      namespaces: { ns1: { eth0: '10.0.0.1/24' }, ns2: { eth0: '10.0.0.2/24' } },
      links: [{ endpoints: ['ns1.eth0', 'ns2.eth0'] }],
    },
    ['links[0].endpoints: there is no key endpoints. Did you mean ends?'],
  ],
  [
    'link only ns',
    { namespaces: { ns1: { eth0: '10.0.0.1/24' }, ns2: { eth0: '10.0.0.2/24' } }, links: [['ns1', 'ns2']] },
    [
      'links[0][0]: "ns1" names no link. ns1 is a namespace; name its link, too: \'ns1.eth0\'.',
      'links[0][1]: "ns2" names no link. ns2 is a namespace; name its link, too: \'ns2.eth0\'.',
    ],
  ],
  [
    'link twice',
    {
      namespaces: { ns1: { eth0: '10.0.0.1/24' }, ns2: { eth0: '10.0.0.2/24' } },
      links: [
        ['ns1.eth0', 'ns2.eth0'],
        ['ns1.eth0', 'ns2.eth0'],
      ],
    },
    [
      'links[1]: ns1.eth0 is there twice. It is at links[0] already: a link has one name in its namespace, and one other end.',
    ],
  ],
  [
    'three ends',
    {
      namespaces: { ns1: { eth0: '10.0.0.1/24' }, ns2: { eth0: '10.0.0.2/24' } },
      links: [['ns1.eth0', 'ns2.eth0', 'ns1.eth1']],
    },
    ["links[0]: a pair with 3 ends. There are exactly 2: ['ns1.eth0', 'ns2.eth0']."],
  ],
  [
    'name 16',
    { namespaces: { ns1: { abcdefghijklmnop: [] }, ns2: { eth0: [] } }, links: [['ns1.abcdefghijklmnop', 'ns2.eth0']] },
    ['namespaces.ns1.abcdefghijklmnop: abcdefghijklmnop has 16 bytes, and the kernel takes 15. Shorten it.'],
  ],
  [
    'bridge name too long',
    {
      namespaces: { ns1: { eth0: '10.0.0.1/24' }, ns2: { eth0: '10.0.0.2/24' } },
      bridges: { 'my-very-long-bridge': ['ns1.eth0', 'ns2.eth0'] },
    },
    ['bridges.my-very-long-bridge: my-very-long-bridge has 19 bytes, and the kernel takes 15. Shorten it.'],
  ],
  [
    'bridge is also link',
    {
      namespaces: { ns1: { eth0: '10.0.0.1/24' }, ns2: { eth0: '10.0.0.2/24' } },
      links: [['ns1.eth0', 'root.br0']],
      bridges: { br0: ['ns2.eth0'] },
    },
    [
      'links[0]: root.br0 is there twice. It is at bridges.br0 already: a link has one name in its namespace, and one other end.',
      "namespaces.ns1.eth0: ns1.eth0 is a link with one end. Make it a port: bridges: { br0: ['ns1.eth0'] }; or name the other end: links: [['ns1.eth0', 'ns2.veth2']]; or give it a kind.",
    ],
  ],
  [
    'root namespace prefix',
    { namespaces: { 'a b': {}, 'x/y': {}, 'a.b': {}, '': {} } },
    [
      'namespaces[\'a b\']: "a b" is no name of a namespace. It has a letter or more, no space, slash or dot.',
      "namespaces.x/y: there is no node x. Add it: nodes: ['x'].",
      'namespaces[\'a.b\']: "a.b" is no name of a namespace. It has a letter or more, no space, slash or dot.',
      'namespaces[\'\']: "" is no name of a namespace. It has a letter or more, no space, slash or dot.',
    ],
  ],
  [
    'vxlan without id',
    { namespaces: { ns1: { links: { vx: { kind: { type: 'vxlan' } } } } } },
    ['namespaces.ns1.links.vx.kind: id is missing. Add it: id, a whole number from 0 to 16777215.'],
  ],
  [
    'vxlan without port',
    {
      namespaces: {
        ns1: { links: { eth0: '10.0.0.1/24', vx: { kind: { type: 'vxlan', id: 5, over: 'eth1' } } } },
        ns2: { eth0: '10.0.0.2/24' },
      },
      links: [['ns1.eth0', 'ns2.eth0']],
    },
    ['namespaces.ns1.links.vx: there is no link ns1.eth1 to lie over. Did you mean eth0?'],
  ],
  [
    'vxlan remote prefix',
    {
      namespaces: {
        ns1: { links: { eth0: '10.0.0.1/24', vx: { kind: { type: 'vxlan', id: 5, remote: '10.0.0.2/24' } } } },
        ns2: { eth0: '10.0.0.2/24' },
      },
      links: [['ns1.eth0', 'ns2.eth0']],
    },
    ['namespaces.ns1.links.vx.kind.remote: "10.0.0.2/24" is no address. Write it without a prefix length.'],
  ],
  [
    'vxlan group not mc',
    {
      namespaces: {
        ns1: {
          links: { eth0: '10.0.0.1/24', vx: { kind: { type: 'vxlan', id: 5, group: '10.0.0.2', remote: '10.0.0.2' } } },
        },
        ns2: { eth0: '10.0.0.2/24' },
      },
      links: [['ns1.eth0', 'ns2.eth0']],
    },
    [
      "namespaces.ns1.links.vx.kind.group: 10.0.0.2 is no multicast address. A single machine is told as remote: '10.0.0.2'.",
      'namespaces.ns1.links.vx.kind.group: remote and group exclude each other. Keep one of them.',
    ],
  ],
  [
    'vxlan group no over',
    {
      namespaces: {
        ns1: { links: { eth0: '10.0.0.1/24', vx: { kind: { type: 'vxlan', id: 5, group: '239.0.0.2' } } } },
        ns2: { eth0: '10.0.0.2/24' },
      },
      links: [['ns1.eth0', 'ns2.eth0']],
    },
    ["namespaces.ns1.links.vx.kind.over: a group is reached through a link. Name it: over: 'eth0'."],
  ],
  [
    'macvlan mode typo',
    {
      namespaces: {
        ns1: { links: { eth0: '10.0.0.1/24', mv: { kind: { type: 'macvlan', over: 'eth0', mode: 'brige' } } } },
        ns2: { eth0: '10.0.0.2/24' },
      },
      links: [['ns1.eth0', 'ns2.eth0']],
    },
    [
      'namespaces.ns1.links.mv.kind.mode: "brige" is none of its values. They are bridge, private, vepa and passthru. Did you mean bridge?',
    ],
  ],
  [
    'macvlan without mode',
    {
      namespaces: {
        ns1: { links: { eth0: '10.0.0.1/24', mv: { kind: { type: 'macvlan', over: 'eth0' } } } },
        ns2: { eth0: '10.0.0.2/24' },
      },
      links: [['ns1.eth0', 'ns2.eth0']],
    },
    ['namespaces.ns1.links.mv.kind: mode is missing. Add it: mode, bridge or private or vepa or passthru.'],
  ],
  [
    'kind as text',
    { namespaces: { ns1: { links: { d0: { kind: 'dummy' } } } } },
    [
      "namespaces.ns1.links.d0.kind: \"dummy\" is a text. Write { type: 'vxlan' … } or { type: 'macvlan' … } or { type: 'vlan' … } or { type: 'dummy' … } or { type: 'tun' … }.",
    ],
  ],
  [
    'kind veth',
    { namespaces: { ns1: { links: { d0: { kind: { type: 'veth' } } } } } },
    [
      "namespaces.ns1.links.d0.kind: a veth pair is told by its two ends, below links. Write { type: 'vxlan' … } or { type: 'macvlan' … } or { type: 'vlan' … } or { type: 'dummy' … } or { type: 'tun' … }.",
    ],
  ],
  [
    'kind wireguard',
    { namespaces: { ns1: { links: { d0: { kind: { type: 'wireguard' } } } } } },
    [
      "namespaces.ns1.links.d0.kind: \"wireguard\" is no kind of link that is known here. Write { type: 'vxlan' … } or { type: 'macvlan' … } or { type: 'vlan' … } or { type: 'dummy' … } or { type: 'tun' … }.",
    ],
  ],
  [
    'vlan id 5000',
    {
      namespaces: {
        ns1: { links: { eth0: '10.0.0.1/24', vl: { kind: { type: 'vlan', over: 'eth0', id: 5000 } } } },
        ns2: { eth0: '10.0.0.2/24' },
      },
      links: [['ns1.eth0', 'ns2.eth0']],
    },
    ['namespaces.ns1.links.vl.kind.id: 5000 is out of bounds. Write a whole number from 1 to 4094.'],
  ],
  [
    'route without prefix',
    {
      namespaces: {
        ns1: { links: { eth0: '10.0.0.1/24' }, routes: [{ destination: 'all', via: '10.0.0.2' }] },
        ns2: { eth0: '10.0.0.2/24' },
      },
      links: [['ns1.eth0', 'ns2.eth0']],
    },
    ['namespaces.ns1.routes[0].destination: "all" is no prefix. Write \'default\' or 10.0.0.0/24.'],
  ],
  [
    'route as text',
    {
      namespaces: {
        ns1: { links: { eth0: '10.0.0.1/24' }, routes: ['default via 10.0.0.2'] },
        ns2: { eth0: '10.0.0.2/24' },
      },
      links: [['ns1.eth0', 'ns2.eth0']],
    },
    [
      "namespaces.ns1.routes[0]: \"default via 10.0.0.2\" is a text. Write an object, as { destination: 'default', via: '10.0.0.254' }.",
    ],
  ],
  [
    'routes as object',
    {
      namespaces: {
        ns1: { links: { eth0: '10.0.0.1/24' }, routes: { default: '10.0.0.2' } },
        ns2: { eth0: '10.0.0.2/24' },
      },
      links: [['ns1.eth0', 'ns2.eth0']],
    },
    [
      'namespaces.ns1.routes: {"default":"10.0.0.2"} is an object. Write a list, as [{ destination: \'default\', via: \'10.0.0.254\' }].',
    ],
  ],
  [
    'route gateway unreachable',
    {
      namespaces: {
        ns1: { links: { eth0: '10.0.0.1/24' }, routes: [{ destination: 'default', via: '10.0.1.2' }] },
        ns2: { eth0: '10.0.0.2/24' },
      },
      links: [['ns1.eth0', 'ns2.eth0']],
    },
    [
      'namespaces.ns1.routes[0].via: 10.0.1.2 is in no subnet of this namespace, which has 10.0.0.1/24. Name a neighbour, or say onlink: true and the link.',
    ],
  ],
  [
    'route gateway key',
    {
      namespaces: {
        ns1: { links: { eth0: '10.0.0.1/24' }, routes: [{ destination: 'default', gateway: '10.0.0.2' }] },
        ns2: { eth0: '10.0.0.2/24' },
      },
      links: [['ns1.eth0', 'ns2.eth0']],
    },
    ['namespaces.ns1.routes[0].gateway: there is no key gateway. Did you mean via?'],
  ],
  [
    'route dev key',
    {
      namespaces: {
        ns1: { links: { eth0: '10.0.0.1/24' }, routes: [{ to: 'default', dev: 'eth0' }] },
        ns2: { eth0: '10.0.0.2/24' },
      },
      links: [['ns1.eth0', 'ns2.eth0']],
    },
    [
      'namespaces.ns1.routes[0].to: there is no key to. Did you mean destination?',
      'namespaces.ns1.routes[0].dev: there is no key dev. Did you mean link?',
    ],
  ],
  [
    'route twice',
    {
      namespaces: {
        ns1: {
          links: { eth0: '10.0.0.1/24' },
          routes: [
            { destination: '10.9.0.0/24', via: '10.0.0.2' },
            { destination: '10.9.0.0/24', via: '10.0.0.3' },
          ],
        },
        ns2: { eth0: '10.0.0.2/24' },
      },
      links: [['ns1.eth0', 'ns2.eth0']],
    },
    [
      'namespaces.ns1.routes[1]: a route to 10.9.0.0/24 is there already. It is at namespaces.ns1.routes[0]: another metric lets both be.',
    ],
  ],
  [
    'route over down link',
    {
      namespaces: {
        ns1: {
          links: { eth0: { addresses: '10.0.0.1/24', up: false } },
          routes: [{ destination: '10.9.0.0/24', via: '10.0.0.2' }],
        },
        ns2: { eth0: '10.0.0.2/24' },
      },
      links: [['ns1.eth0', 'ns2.eth0']],
    },
    ['namespaces.ns1.routes[0].via: 10.0.0.2 is behind eth0, which is down. Leave up: false out, or the route.'],
  ],
  [
    'rule no table',
    { namespaces: { ns1: { rules: [{ priority: 5, from: '10.0.0.0/8' }] } } },
    ['namespaces.ns1.rules[0]: table is missing. Add it: table, a text or a whole number from 0 on.'],
  ],
  [
    'rule bad from',
    { namespaces: { ns1: { rules: [{ priority: 5, from: '10.0.0.0.0/8', table: 'main' }] } } },
    ['namespaces.ns1.rules[0].from: "10.0.0.0.0/8" is no prefix. Write 10.0.0.0/24, or \'all\'.'],
  ],
  [
    'mac bad',
    {
      namespaces: { ns1: { links: { eth0: { mac: '02:00:00:00:01' } } }, ns2: { eth0: [] } },
      links: [['ns1.eth0', 'ns2.eth0']],
    },
    ['namespaces.ns1.links.eth0: "02:00:00:00:01" is no MAC address. Write six bytes: 02:00:00:00:00:01.'],
  ],
  [
    'loss 10',
    {
      namespaces: { ns1: { eth0: '10.0.0.1/24' }, ns2: { eth0: '10.0.0.2/24' } },
      links: [{ ends: ['ns1.eth0', 'ns2.eth0'], lossRatio: 10 }],
    },
    ['links[0].lossRatio: 10 is out of bounds. Write a number from 0 to 1, as 0.01.'],
  ],
  [
    'rate 0',
    {
      namespaces: { ns1: { eth0: '10.0.0.1/24' }, ns2: { eth0: '10.0.0.2/24' } },
      links: [{ ends: ['ns1.eth0', 'ns2.eth0'], rateMbit: 0 }],
    },
    ['links[0].rateMbit: 0 is out of bounds. Write a number above 0.'],
  ],
  [
    'rate text',
    {
      namespaces: { ns1: { eth0: '10.0.0.1/24' }, ns2: { eth0: '10.0.0.2/24' } },
      links: [{ ends: ['ns1.eth0', 'ns2.eth0'], rate: '10mbit' }],
    },
    ['links[0].rate: there is no key rate. Did you mean rateMbit?'],
  ],
  [
    'services text',
    { namespaces: { ns1: { services: 'python3 -m http.server' } } },
    [
      'namespaces.ns1.services: "python3 -m http.server" is a text. Write a list of texts, as [\'python3 -m http.server 80\'].',
    ],
  ],
  [
    'nftables list',
    { namespaces: { ns1: { nftables: ['table ip nat {}'] } } },
    ['namespaces.ns1.nftables: ["table ip nat {}"] is a list. Write a text.'],
  ],
  [
    'port settings not a port',
    {
      namespaces: {
        ns1: { links: { eth0: { addresses: '10.0.0.1/24', port: { isolated: true } } } },
        ns2: { eth0: '10.0.0.2/24' },
      },
      links: [['ns1.eth0', 'ns2.eth0']],
    },
    ['namespaces.ns1.links.eth0: it is no port of a bridge. Add it to one, or leave port out.'],
  ],
  [
    'cycle over',
    {
      namespaces: {
        ns1: {
          links: { a: { kind: { type: 'vlan', over: 'b', id: 1 } }, b: { kind: { type: 'vlan', over: 'a', id: 2 } } },
        },
      },
    },
    ['namespaces.ns1.links.a: a cycle of masters: a → b → a. Take one of them off the next.'],
  ],
  [
    'self master',
    { bridges: { br0: ['br0'] } },
    ['bridges.br0: a cycle of masters: br0 → br0. Take one of them off the next.'],
  ],
  [
    'bridges list',
    { bridges: ['br0'] },
    ["bridges: [\"br0\"] is a list. Write an object, as { br0: ['ns1.eth0', 'ns2.eth0'] }."],
  ],
  [
    'bridge ageing',
    { bridges: { br0: { ageingSeconds: -1 } } },
    ['bridges.br0.ageingSeconds: -1 is out of bounds. Write a number from 0 on.'],
  ],
  [
    'bridge subnet',
    {
      namespaces: { ns1: { eth0: '10.0.0.1/24' }, ns2: { eth0: '10.0.0.2/24' } },
      bridges: { br0: { subnet: '10.1.0.0/24', ports: ['ns1.eth0', 'ns2.eth0'] } },
    },
    [
      'namespaces.ns1.eth0: 10.0.0.1/24 is outside its subnet 10.1.0.0/24. bridges.br0.subnet says so: change one of them.',
      'namespaces.ns2.eth0: 10.0.0.2/24 is outside its subnet 10.1.0.0/24. bridges.br0.subnet says so: change one of them.',
    ],
  ],
  [
    'lo port',
    { namespaces: { ns1: { eth0: '10.0.0.1/24' }, ns2: { eth0: '10.0.0.2/24' } }, bridges: { br0: ['ns1.lo'] } },
    [
      'bridges.br0[0]: ns1.lo is the loopback, which has no other end. Name another link.',
      "namespaces.ns1.eth0: ns1.eth0 is a link with one end. Make it a port: bridges: { br0: ['ns1.eth0'] }; or name the other end: links: [['ns1.eth0', 'ns2.veth2']]; or give it a kind.",
      "namespaces.ns2.eth0: ns2.eth0 is a link with one end. Make it a port: bridges: { br0: ['ns2.eth0'] }; or name the other end: links: [['ns2.eth0', 'ns2.veth2']]; or give it a kind.",
    ],
  ],
  [
    'lo kind',
    { namespaces: { ns1: { links: { lo: { kind: { type: 'dummy' } } } } } },
    ['namespaces.ns1.links.lo.kind: lo is the loopback of each namespace, and is of no other kind. Rename it.'],
  ],
  [
    'ns named node',
    { nodes: ['a'], namespaces: { a: {}, 'a/root': {} } },
    ['namespaces.a/root: a/root is the namespace of namespaces.a. Tell it once.'],
  ],
  [
    'nodes object',
    { nodes: { node1: {} } },
    ["nodes: {\"node1\":{}} is an object. Write a list of texts, as ['node1', 'node2']."],
  ],
  [
    'node host',
    { nodes: ['host'] },
    ["nodes[0]: host is a name that the lab's own machine has. Give the node another: node1."],
  ],
  [
    'node root',
    { nodes: ['root'] },
    ["nodes[0]: root is a name that the lab's own machine has. Give the node another: node1."],
  ],
  [
    'ns host/ns1',
    { namespaces: { 'host/ns1': {}, ns1: {} } },
    ['namespaces.ns1: ns1 is the namespace of namespaces.host/ns1. Tell it once.'],
  ],
  [
    'typo top',
    { namespace: { ns1: {} }, Links: [] },
    [
      'namespace: there is no key namespace. Did you mean namespaces?',
      'Links: there is no key Links. Did you mean links?',
    ],
  ],
  [
    'broadcast addr',
    { namespaces: { ns1: { eth0: '10.0.0.255/24' }, ns2: { eth0: '10.0.0.2/24' } }, links: [['ns1.eth0', 'ns2.eth0']] },
    [
      "namespaces.ns1.eth0: 10.0.0.255/24 is outside its subnet's hosts: it is its broadcast address. Take one between.",
    ],
  ],
  [
    'multicast addr',
    { namespaces: { ns1: { eth0: '224.0.0.5/24' }, ns2: { eth0: '10.0.0.2/24' } }, links: [['ns1.eth0', 'ns2.eth0']] },
    ['namespaces.ns1.eth0: 224.0.0.5 is a multicast address, and none of a link. Take another.'],
  ],
  [
    'zero',
    { namespaces: { ns1: { eth0: '0.0.0.0/0' }, ns2: { eth0: '127.0.0.5/8' } }, links: [['ns1.eth0', 'ns2.eth0']] },
    ["namespaces.ns1.eth0: 0.0.0.0/0 is outside its subnet's hosts: it is the network itself. Take one between."],
  ],
  [
    'subnets of two wires overlap',
    {
      namespaces: { a: { x: '10.0.0.1/24' }, b: { x: '10.0.0.2/24', y: '10.0.1.1/24' }, c: { x: '10.0.1.2/24' } },
      links: [
        { ends: ['a.x', 'b.x'], subnet: '10.0.0.0/16' },
        { ends: ['b.y', 'c.x'], subnet: '10.0.1.0/24' },
      ],
    },
    [
      'links[1].subnet: the subnet 10.0.1.0/24 overlaps another. links[0].subnet has 10.0.0.0/16: give each wire addresses of its own.',
    ],
  ],
  [
    'a gateway behind another link',
    {
      namespaces: {
        ns1: {
          links: { eth0: '10.0.0.1/24', eth1: '10.1.0.1/24' },
          routes: [{ destination: 'default', via: '10.0.0.2', link: 'eth1' }],
        },
        ns2: { eth0: '10.0.0.2/24', eth1: '10.1.0.2/24' },
      },
      links: [
        ['ns1.eth0', 'ns2.eth0'],
        ['ns1.eth1', 'ns2.eth1'],
      ],
    },
    [
      'namespaces.ns1.routes[0].via: 10.0.0.2 is behind eth0, and not behind eth1. Name one that is, or leave link out.',
    ],
  ],
  [
    'an IPv6 route by an IPv4 neighbour',
    {
      namespaces: {
        ns1: { links: { eth0: '10.0.0.1/24' }, routes: [{ destination: 'fd00::/64', via: '10.0.0.2' }] },
        ns2: { eth0: '10.0.0.2/24' },
      },
      links: [['ns1.eth0', 'ns2.eth0']],
    },
    ['namespaces.ns1.routes[0].via: 10.0.0.2 is IPv4, and fd00::/64 is IPv6. Name a neighbour that has IPv6.'],
  ],
  [
    'a source that is not its own',
    {
      namespaces: {
        ns1: {
          links: { eth0: '10.0.0.1/24' },
          routes: [{ destination: 'default', via: '10.0.0.2', source: '10.0.0.9' }],
        },
        ns2: { eth0: '10.0.0.2/24' },
      },
      links: [['ns1.eth0', 'ns2.eth0']],
    },
    ['namespaces.ns1.routes[0].source: 10.0.0.9 is no address of this namespace. Write one of its own.'],
  ],
  [
    'a route that leads nowhere',
    { namespaces: { ns1: { routes: [{ destination: '10.0.0.0/8' }] } } },
    ["namespaces.ns1.routes[0]: the route leads nowhere. Give it via: '10.0.0.254', or link: 'eth0', or a type."],
  ],
  [
    'over in a namespace that is none',
    { namespaces: { ns1: { links: { mv0: { kind: { type: 'macvlan', over: 'ns9.eth0', mode: 'bridge' } } } } } },
    ["namespaces.ns1.links.mv0: there is no namespace ns9. Add it: namespaces: { 'ns9': {} }."],
  ],
  [
    'a node name with an underscore',
    { nodes: ['node_1'] },
    ['nodes[0]: "node_1" is no host name. It has letters, digits and hyphens, 63 at most.'],
  ],
  [
    'a service twice',
    { namespaces: { ns1: { services: ['sleep 9', 'sleep 9'] } } },
    ['namespaces.ns1.services[1]: `sleep 9` is there twice. Leave one out.'],
  ],
  [
    'vxlan families',
    {
      namespaces: { ns1: { links: { vx: { kind: { type: 'vxlan', id: 5, local: '10.0.0.1', remote: 'fd00::2' } } } } },
    },
    ['namespaces.ns1.links.vx.kind.local: 10.0.0.1 and fd00::2 are of two families. Both are IPv4, or both IPv6.'],
  ],
]

test.each(wrong)('%s', (_, topology, told) => {
  let found: string[] = []
  try {
    wantedNetwork(topology as Topology)
  } catch (error) {
    if (!(error instanceof TopologyError)) throw error
    found = error.problems.map(({ place, problem, remedy }) => `${place}: ${problem}. ${remedy}`)
  }
  expect(found).toEqual(told)
})

test('what looks odd and is right: empty YAML keys, tables by number, two subnets on one wire, the same one twice', () => {
  const links = [['ns1.eth0', 'ns2.eth0']]
  for (const topology of [
    { namespaces: { ns1: null, ns2: { lo: null } }, bridges: { br0: null } },
    { namespaces: { ns1: { rules: [{ priority: 5, table: 100, fwmark: 7 }] } } },
    { namespaces: { ns1: { eth0: '10.0.0.1/24' }, ns2: { eth0: '10.0.1.2/24' } }, links },
    {
      namespaces: { ns1: { eth0: '10.0.0.1/24', eth1: '10.0.0.3/24' }, ns2: { eth0: [], eth1: [] } },
      links: [...links, ['ns1.eth1', 'ns2.eth1']],
    },
    { namespaces: { root: { br0: '10.0.0.254/24' } }, bridges: { br0: [] } },
  ]) {
    expect(() => wantedNetwork(topology as unknown as Topology)).not.toThrow()
  }
})
