/** The life time of an address that lasts: INFINITY_LIFE_TIME of <linux/if_addr.h>. */
const FOREVER = '4294967295'

/** Flags that are set with an address, and what `ip address add` calls them. */
const settable = ['nodad', 'home', 'mngtmpaddr', 'noprefixroute', 'autojoin']

/**
 * An entry of `addr_info` of `ip -j -d addr` in words that `ip address add` takes; none where the kernel gives the address
 * by itself: to lo, or a link-local one made of the MAC address.
 */
export function addressWords(entry: Readonly<Record<string, unknown>>, mac: string | null): string[] {
  const text = (key: string): string | null => {
    const value = entry[key]
    return typeof value === 'string' ? value : null
  }
  const [own, peer, length, scope] = [text('local'), text('address'), String(entry['prefixlen']), text('scope')]
  if (own === null || own === '127.0.0.1' || own === '::1' || entry['temporary'] === true) return []
  if (scope === 'link' && own.startsWith('fe80:') && isMadeOf(own, mac)) return []
  const label = text('label')
  const usualScope = own.startsWith('fe80:') ? 'link' : own.startsWith('127.') ? 'host' : 'global'
  const number = (key: string): string | null => (typeof entry[key] === 'number' ? String(entry[key]) : null)
  const lasting = (key: string): string | null => (number(key) === FOREVER ? null : number(key))
  const option = (name: string, value: string | null): string[] => (value === null ? [] : [name, value])
  const words = [
    ...(peer === null ? [`${own}/${length}`] : [own, 'peer', `${peer}/${length}`]),
    ...option('broadcast', text('broadcast')),
    ...option('scope', scope === usualScope ? null : scope),
    ...option('label', label?.includes(':') === true ? label : null),
    ...option('metric', number('metric')),
    ...settable.filter((flag) => entry[flag] === true),
    ...option('valid_lft', lasting('valid_life_time')),
    ...option('preferred_lft', lasting('preferred_life_time')),
  ]
  return [words.join(' ')]
}

/** RFC 4291, appendix A: an interface identifier in the modified EUI-64 form. */
function isMadeOf(address: string, mac: string | null): boolean {
  const bytes = mac?.split(':').map((byte) => parseInt(byte, 16)) ?? []
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = bytes
  const groups = [((a ^ 2) << 8) | b, (c << 8) | 0xff, 0xfe00 | d, (e << 8) | f]
  const made = new URL(`http://[fe80::${groups.map((group) => group.toString(16)).join(':')}]`).hostname
  return bytes.length === 6 && new URL(`http://[${address}]`).hostname === made
}
