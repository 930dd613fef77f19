import { fullName, type Endpoint } from '../../../src/network/index.js'

/** `ns1.veth1`, `node1.eth0`, `node1/ns1`: as the table of faults names places. */
export function placed({ node = 'host', namespace, link }: Endpoint): string {
  const space = fullName({ node, name: namespace }).replace(/\/root$/, '')
  return link === undefined ? space : `${space}.${link}`
}
