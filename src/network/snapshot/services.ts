import type { Listener, NamespaceSnapshot } from '../snapshot.js'

/** Whom nobody starts again: programs that waited for somebody, each in words. */
export function newServices(now: NamespaceSnapshot, wanted: NamespaceSnapshot): string[] {
  const words = ({ protocol, address, port }: Listener): string => {
    const own = ['*', '0.0.0.0', '::'].includes(address) ? '' : ` of ${address}`
    return `the program that listened on ${protocol} port ${port}${own} in ${wanted.name}`
  }
  // The kernel itself listens where a tunnel ends.
  const tunnels = new Set(wanted.links.flatMap(({ data }) => ('id' in data ? [data['port']] : [])))
  const programs = wanted.listeners.filter(({ protocol, port }) => !(protocol === 'udp' && tunnels.has(port)))
  const there = new Set(now.listeners.map(words))
  return [...new Set(programs.map(words))].filter((each) => !there.has(each))
}
