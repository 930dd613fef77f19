/** The shape of a Topology as JSON schema (draft 2020-12): published as schema/topology.v1.json, and what the check of shapes walks. */
export interface Schema {
  readonly $schema?: string
  readonly $id?: string
  readonly title?: string
  readonly description?: string
  readonly type?: 'string' | 'number' | 'integer' | 'boolean' | 'array' | 'object' | 'null'
  readonly anyOf?: readonly Schema[]
  readonly const?: string
  readonly enum?: readonly string[]
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  /** Shown by editors, and in our own remedies. */
  readonly examples?: readonly unknown[]
  readonly items?: Schema
  readonly minItems?: number
  readonly maxItems?: number
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Schema
}

const text: Schema = { type: 'string' }
/** As YAML says nothing: `ns1:`. */
const nothing: Schema = { type: 'null' }
const number: Schema = { type: 'integer', minimum: 0 }
const flag: Schema = { type: 'boolean' }
const positive: Schema = { type: 'number', minimum: 0 }
const whole = (minimum: number, maximum: number): Schema => ({ type: 'integer', minimum, maximum })
const list = (items: Schema): Schema => ({ type: 'array', items })
const oneOf = (...words: string[]): Schema => ({ type: 'string', enum: words })
const record = (properties: Record<string, Schema>, required: string[] = []): Schema => ({
  type: 'object',
  properties,
  ...(required.length > 0 && { required }),
  additionalProperties: false,
})
const byName = (value: Schema): Schema => ({ type: 'object', additionalProperties: value })

const addresses: Schema = { anyOf: [text, list(text)], description: 'With prefix length: 192.168.1.103/24.' }
const mtu = whole(68, 65535)
const shaping = {
  rateMbit: { type: 'number', exclusiveMinimum: 0 } as const,
  delayMs: positive,
  jitterMs: positive,
  lossRatio: { ...positive, maximum: 1, examples: [0.01] },
}

const kind: Schema = {
  anyOf: [
    record(
      {
        type: { const: 'vxlan' },
        id: whole(0, 0xffffff),
        port: whole(1, 65535),
        local: text,
        remote: text,
        group: text,
        over: text,
        learning: flag,
      },
      ['type', 'id'],
    ),
    record({ type: { const: 'macvlan' }, over: text, mode: oneOf('bridge', 'private', 'vepa', 'passthru') }, [
      'type',
      'over',
      'mode',
    ]),
    record({ type: { const: 'vlan' }, over: text, id: whole(1, 4094) }, ['type', 'over', 'id']),
    record({ type: { const: 'dummy' } }, ['type']),
    record({ type: { const: 'tun' }, mode: oneOf('tun', 'tap') }, ['type', 'mode']),
  ],
}

const port = record({
  learning: flag,
  flooding: flag,
  isolated: flag,
  guard: flag,
  state: oneOf('disabled', 'listening', 'learning', 'forwarding', 'blocking'),
  cost: whole(1, 65535),
})

const link = record({ addresses, up: flag, mtu, mac: text, kind, port, ...shaping })
const links = byName({ anyOf: [text, list(text), link, nothing], examples: ['10.0.0.1/24'] })

const route = record(
  {
    destination: text,
    via: text,
    link: text,
    source: text,
    metric: whole(0, 0xffffffff),
    table: { anyOf: [text, number] },
    type: oneOf('unicast', 'blackhole', 'unreachable', 'prohibit', 'throw'),
    onlink: flag,
  },
  ['destination'],
)

const rule = record(
  {
    family: oneOf('inet', 'inet6'),
    priority: whole(1, 0xffffffff),
    from: text,
    to: text,
    iif: text,
    oif: text,
    fwmark: { anyOf: [text, number] },
    table: { anyOf: [text, number] },
  },
  ['priority', 'table'],
)

export const namespaceSchema: Schema = record({
  links,
  routes: {
    ...list({ ...route, examples: [{ destination: 'default', via: '10.0.0.254' }] }),
    examples: [[{ destination: 'default', via: '10.0.0.254' }]],
  },
  rules: list({ ...rule, examples: [{ priority: 100, from: '10.0.0.0/8', table: 'main' }] }),
  sysctls: byName({ anyOf: [text, { type: 'number' }], examples: [1] }),
  nftables: text,
  services: { ...list(text), examples: [['python3 -m http.server 80']] },
})

const bridge = record({
  ports: list(text),
  addresses,
  subnet: text,
  stp: flag,
  vlanFiltering: flag,
  ageingSeconds: positive,
  up: flag,
  mtu,
  mac: text,
})

const ends: Schema = { type: 'array', items: text, minItems: 2, maxItems: 2, examples: [['ns1.eth0', 'ns2.eth0']] }

export const topologySchema: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'A network for vethbook: what lab.build takes',
  ...record({
    nodes: { ...list(text), examples: [['node1', 'node2']] },
    namespaces: {
      ...byName({ anyOf: [namespaceSchema, links, nothing], examples: [{ eth0: '10.0.0.1/24' }] }),
      examples: [{ ns1: { eth0: '10.0.0.1/24' } }],
    },
    bridges: {
      ...byName({ anyOf: [list(text), bridge, nothing], examples: [['ns1.eth0', 'ns2.eth0']] }),
      examples: [{ br0: ['ns1.eth0', 'ns2.eth0'] }],
    },
    links: {
      ...list({
        anyOf: [ends, record({ ends, mtu, subnet: text, ...shaping }, ['ends'])],
        examples: [['ns1.eth0', 'ns2.eth0']],
      }),
      examples: [[['ns1.eth0', 'ns2.eth0']]],
    },
  }),
  examples: [
    { namespaces: { ns1: { eth0: '10.0.0.1/24' }, ns2: { eth0: '10.0.0.2/24' } }, links: [['ns1.eth0', 'ns2.eth0']] },
  ],
}
