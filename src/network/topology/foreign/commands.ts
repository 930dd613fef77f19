import { addAddress, type ForeignSpace } from './plain.js'

/**
 * Reads what lines of ip(8) and sysctl(8) make of a namespace: addresses, routes, settings of links, VLANs and dummies. Of
 * `sh -c '… && …'` each command counts.
 * @returns the commands that have no meaning here
 */
export function readCommands(line: string, space: ForeignSpace): string[] {
  const [, , inner] = /^(?:\/bin\/)?(?:ba|a|da)?sh\s+-c\s+(["'])(.*)\1$/s.exec(line.trim()) ?? []
  return (inner ?? line)
    .split(/\s*(?:&&|;|\n)\s*/)
    .map((command) => command.trim())
    .filter((command) => command !== '' && !readCommand(command.split(/\s+/), space))
}

function readCommand(given: readonly string[], space: ForeignSpace): boolean {
  const [program, ...rest] = given[0] === 'sudo' ? given.slice(1) : given
  if (program === 'sysctl') return readSysctls(rest, space)
  if (program === 'echo') return readEcho(rest, space)
  if (program === 'route') return readGateway(rest, space)
  if (program !== 'ip') return false
  const [object = '', verb = '', ...words] = rest.filter((word) => word !== '-4' && word !== '-6')
  if (/^a(d(d(r(e(ss?)?)?)?)?)?$/.test(object)) return isAdding(verb) && readAddress(words, space)
  if (/^r(o(u(te?)?)?)?$/.test(object)) return isAdding(verb) && readRoute(words, space)
  if (!/^l(i(nk?)?)?$/.test(object)) return false
  if (/^s(et?)?$/.test(verb)) return readLinkSettings(words, space)
  return isAdding(verb) && readNewLink(words, space)
}

function isAdding(verb: string): boolean {
  return ['a', 'add', 'replace', 'append'].includes(verb)
}

/** `10.0.0.1/24 dev eth1` */
function readAddress([address = '', ...words]: string[], space: ForeignSpace): boolean {
  const told = pairsOf(words, ['dev', 'brd', 'broadcast', 'scope'])
  const link = told?.['dev']
  if (link === undefined) return false
  addAddress(space, link, address.includes('/') ? address : `${address}/${address.includes(':') ? 128 : 32}`)
  return true
}

/** `default via 10.0.0.1 dev eth1 metric 100` */
function readRoute([destination, ...words]: string[], space: ForeignSpace): boolean {
  const told = pairsOf(words, ['via', 'dev', 'src', 'metric'])
  if (destination === undefined || told === null || (told['via'] ?? told['dev']) === undefined) return false
  space.routes.push({
    destination,
    ...(told['via'] !== undefined && { via: told['via'] }),
    ...(told['dev'] !== undefined && { link: told['dev'] }),
    ...(told['src'] !== undefined && { source: told['src'] }),
    ...(told['metric'] !== undefined && { metric: Number(told['metric']) }),
  })
  return true
}

/** route(8): `add default gw 10.0.0.1 dev eth0`. The link follows from the gateway. */
function readGateway(words: string[], space: ForeignSpace): boolean {
  const [, via] = /^add default gw (\S+)(?: (?:dev )?\S+)?$/.exec(words.join(' ')) ?? []
  if (via !== undefined) space.routes.push({ destination: 'default', via })
  return via !== undefined
}

/** `dev eth1 mtu 9000 up` */
function readLinkSettings(given: string[], space: ForeignSpace): boolean {
  const [link, ...rest] = given[0] === 'dev' ? given.slice(1) : given
  const told = pairsOf(
    rest.filter((word) => word !== 'up' && word !== 'down'),
    ['mtu', 'address'],
  )
  if (link === undefined || told === null || rest.length === 0) return false
  space.links[link] = {
    ...space.links[link],
    ...(rest.includes('down') && { up: false }),
    ...(told['mtu'] !== undefined && { mtu: Number(told['mtu']) }),
    ...(told['address'] !== undefined && { mac: told['address'] }),
  }
  return true
}

/** `link eth1 name eth1.10 type vlan id 10`, `dummy0 type dummy` */
function readNewLink(given: string[], space: ForeignSpace): boolean {
  const isNamed = ['name', 'dev', 'link'].includes(given[0] ?? '')
  const told = pairsOf(isNamed ? given : ['name', ...given], ['link', 'name', 'dev', 'type', 'id'])
  const name = told?.['name'] ?? told?.['dev']
  if (told === null || name === undefined) return false
  const { link: over, type, id } = told
  if (type === 'dummy' && over === undefined) space.links[name] = { ...space.links[name], kind: { type: 'dummy' } }
  else if (type === 'vlan' && over !== undefined)
    space.links[name] = { ...space.links[name], kind: { type: 'vlan', id: Number(id), over } }
  else return false
  return true
}

/** `-w net.ipv4.ip_forward=1` */
function readSysctls(words: string[], space: ForeignSpace): boolean {
  const settings = words.filter((word) => !word.startsWith('-')).map((word) => word.split('='))
  if (settings.length === 0 || !settings.every(([key = '', value]) => key.startsWith('net.') && value !== undefined)) {
    return false
  }
  for (const [key = '', value = ''] of settings) space.sysctls[key] = value
  return true
}

/** `1 > /proc/sys/net/ipv4/ip_forward` */
function readEcho(words: string[], space: ForeignSpace): boolean {
  const [, value, path] = /^(\S+) ?> ?\/proc\/sys\/(net\/\S+)$/.exec(words.join(' ')) ?? []
  if (value === undefined || path === undefined) return false
  space.sysctls[path.replaceAll('/', '.')] = value
  return true
}

/** Words that come in pairs of a key and its value; null: others are among them. */
function pairsOf(words: readonly string[], keys: readonly string[]): Record<string, string> | null {
  const told: Record<string, string> = {}
  for (let index = 0; index < words.length; index += 2) {
    const [key = '', value] = words.slice(index, index + 2)
    if (!keys.includes(key) || value === undefined) return null
    told[key] = value
  }
  return told
}
