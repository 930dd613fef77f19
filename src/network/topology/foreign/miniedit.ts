import type { BridgeTopology, PairTopology, Shaping } from '../topology.js'
import type { ForeignTopology } from './foreign-topology.js'
import { readCommands } from './commands.js'
import { asMiniEdit } from './mininet.js'
import {
  addAddress,
  emptySpace,
  isRecord,
  listOf,
  recordOf,
  unknownKeys,
  words,
  type Data,
  type ForeignSpace,
} from './plain.js'
import { settle } from './settle.js'

/**
 * Mininet's hosts, switches and links: MiniEdit's `.mn` files, JSON, or plain lists. A host is a namespace, a legacy router
 * one that forwards, any other switch a bridge; links are named as Mininet names them: h1-eth0, s1-eth1. A host without an
 * address gets the one that Mininet gives it, `nodeNum` in `application.ipBase`.
 * Format: https://github.com/mininet/mininet/blob/master/examples/miniedit.py, `saveTopology`
 */
export function fromMininet(file: Data): ForeignTopology {
  const { data, unread: odd } = asMiniEdit(file)
  const ignored = [...unknownKeys(data, ['application', 'hosts', 'links', 'switches', 'version', 'name'], ''), ...odd]
  const [base = '', length = '8'] = (words(recordOf(data['application'])['ipBase']) || '10.0.0.0/8').split('/')
  const spaces = new Map<string, ForeignSpace>()
  const bridges: Record<string, string[] | BridgeTopology> = {}
  const ports = new Map<string, string[]>()
  const withLength = (address: string): string => (address.includes('/') ? address : `${address}/${length}`)

  itemsOf(data['hosts'], 'h').forEach(({ name, opts }, index) => {
    const space = emptySpace()
    spaces.set(name, space)
    const number = Number(opts['nodeNum'] ?? index + 1)
    addAddress(space, `${name}-eth0`, withLength(words(opts['ip']) || addressIn(base, Number(length), number)))
    const mac = words(opts['mac'])
    if (mac !== '') space.links[`${name}-eth0`] = { ...space.links[`${name}-eth0`], mac }
    const via = words(opts['defaultRoute']).replace(/^via /, '')
    if (via !== '') space.routes.push({ destination: 'default', via })
    for (const each of listOf(opts['vlanInterfaces'])) {
      const [address, id = ''] = listOf(each).map(words)
      if (!/^\d+$/.test(id)) {
        ignored.push(`hosts.${name}.vlanInterfaces`)
        continue
      }
      const link = `${name}-eth0.${id}`
      addAddress(space, link, withLength(address ?? ''))
      space.links[link] = { ...space.links[link], kind: { type: 'vlan', id: Number(id), over: `${name}-eth0` } }
    }
    const unread = readCommands(words(opts['startCommand']), space)
    ignored.push(...unread.map((command) => `hosts.${name}.startCommand: ${command}`))
    const known = ['hostname', 'nodeNum', 'sched', 'ip', 'mac', 'defaultRoute', 'vlanInterfaces', 'startCommand']
    ignored.push(...unknownKeys(opts, known, `hosts.${name}.`))
  })

  for (const { name, opts } of itemsOf(data['switches'], 's')) {
    const type = words(opts['switchType']) || 'default'
    ignored.push(
      ...unknownKeys(opts, ['controllers', 'hostname', 'nodeNum', 'switchType', 'switchIP'], `switches.${name}.`),
    )
    if (type === 'legacyRouter') {
      spaces.set(name, { ...emptySpace(), sysctls: { 'net.ipv4.ip_forward': 1 } })
      continue
    }
    const own: string[] = []
    const address = words(opts['switchIP'])
    ports.set(name, own)
    bridges[name] = address === '' ? own : { ports: own, addresses: withLength(address) }
    if (type !== 'default' && type !== 'legacySwitch')
      ignored.push(`switches.${name}.switchType: ${type}, a bridge stands for it`)
  }

  const taken = new Map<string, Set<string>>()
  /** An end is a node, or `s1-eth2`, `s1-p2`: a port of it. */
  const endOf = (text: string, port: unknown): { node: string; number: number | undefined } => {
    const [, node = '', number] = isHere(text) ? [] : (/^(.+)-(?:eth|p)(\d+)$/.exec(text) ?? [])
    const told = number ?? words(port)
    return { node: node || text, number: /^\d+$/.test(told) ? Number(told) : undefined }
  }
  const isHere = (node: string): boolean => spaces.has(node) || ports.has(node)
  const plug = ({ node, number: told }: ReturnType<typeof endOf>): string => {
    const own = ports.get(node)
    const links = taken.get(node) ?? new Set()
    taken.set(node, links)
    // Mininet numbers the ports of a switch from 1, a host's from 0.
    let number = told ?? (own === undefined ? 0 : 1)
    while (told === undefined && links.has(`${node}-eth${number}`)) number++
    const link = `${node}-eth${number}`
    links.add(link)
    own?.push(link)
    const space = spaces.get(node)
    if (space !== undefined) space.links[link] ??= {}
    return own === undefined ? `${node}.${link}` : `root.${link}`
  }
  const links = listOf(data['links']).flatMap((link, index): PairTopology[] => {
    const place = `links[${index}]`
    const { src, dest, opts } = recordOf(link)
    const { port1, port2, ...told } = recordOf(opts)
    const [one, other] = [endOf(words(src), port1), endOf(words(dest), port2)]
    if (![one, other].every(({ node }) => isHere(node))) {
      ignored.push(src === undefined && dest === undefined ? place : `${place} (${words(src)} – ${words(dest)})`)
      return []
    }
    const { shaping, unread } = readShaping(told)
    ignored.push(...unread.map((key) => `${place}.${key}`))
    return [{ ends: [plug(one), plug(other)], ...shaping }]
  })

  const namespaces = [...spaces].map(([name, foreign]) => {
    const { space, dropped } = settle(foreign, taken.get(name) ?? new Set())
    ignored.push(...dropped.map((what) => `${name}: ${what}`))
    return [name, space] as const
  })
  return { topology: { namespaces: Object.fromEntries(namespaces), bridges, links }, ignored }
}

/** Mininet's TCLink: Mbit/s, a time with its unit (a bare number is microseconds, as tc(8) reads it), per cent. */
function readShaping(opts: Data): { shaping: Shaping; unread: string[] } {
  const shaping: Shaping = {}
  const unread = unknownKeys(opts, ['bw', 'delay', 'jitter', 'loss'], '')
  const read = (key: string, unit: RegExp, take: (value: number, unit: string) => void): void => {
    const text = words(opts[key]).trim()
    const [, number, suffix = ''] = /^(\d+(?:\.\d+)?|\.\d+)\s*(\D*)$/.exec(text) ?? []
    if (number !== undefined && unit.test(suffix)) {
      if (Number(number) > 0) take(Number(number), suffix)
    } else if (text !== '') unread.push(`${key}: ${text}`)
  }
  const ms = (value: number, unit: string): number => value * (/^s/.test(unit) ? 1000 : /^m/.test(unit) ? 1 : 0.001)
  const time = /^((u|m)?s(ecs?)?)?$/
  read('bw', /^$/, (value) => (shaping.rateMbit = value))
  read('delay', time, (value, unit) => (shaping.delayMs = ms(value, unit)))
  read('jitter', time, (value, unit) => (shaping.jitterMs = ms(value, unit)))
  read('loss', /^%?$/, (value) => (shaping.lossRatio = value / 100))
  return { shaping, unread }
}

/** By what MiniEdit calls them: their host name, else a letter and their number. */
function itemsOf(list: unknown, letter: string): { name: string; opts: Data }[] {
  return listOf(list)
    .filter(isRecord)
    .map((item) => {
      const opts = recordOf(item['opts'])
      return { name: words(opts['hostname']) || `${letter}${words(item['number'])}`, opts }
    })
}

/** The `number`th address of a network, as Mininet's ipAdd counts. */
function addressIn(base: string, length: number, number: number): string {
  const bytes = base.split('.').map(Number)
  const start = bytes.reduce((sum, byte) => sum * 256 + byte, 0)
  const size = 2 ** (32 - length)
  const value = start - (start % size) + number
  return [24, 16, 8, 0].map((bits) => Math.floor(value / 2 ** bits) % 256).join('.')
}
