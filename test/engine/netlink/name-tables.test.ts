import { expect, test } from 'vitest'
import { addNames, addProtocols } from '../../../src/engine/netlink/name-tables.js'
import { sysctlPath } from '../../../src/network/index.js'

test('names from a file of iproute2 stand above those known, comments aside', () => {
  const text = '#\n# reserved\n255\tlocal\n0x64  lesson # mine\n  7 seven\n#9 nine\n'
  expect(addNames({ 255: 'x', 254: 'main' }, text)).toEqual({ 255: 'local', 254: 'main', 100: 'lesson', 7: 'seven' })
})

test('of the protocols of one number the first name counts', () => {
  expect(addProtocols({}, 'ip\t0\tIP\nhopopt 0 HOPOPT\n# x 3\ntcp 6 TCP # seen\n')).toEqual({ 0: 'ip', 6: 'tcp' })
})

test('a sysctl’s key, with dots or with slashes', () => {
  expect(sysctlPath('net.ipv4.ip_forward')).toBe('/proc/sys/net/ipv4/ip_forward')
  expect(sysctlPath('net.ipv4.conf.eth0/100.rp_filter')).toBe('/proc/sys/net/ipv4/conf/eth0.100/rp_filter')
  expect(sysctlPath('net/ipv4/conf/eth0.100/rp_filter')).toBe('/proc/sys/net/ipv4/conf/eth0.100/rp_filter')
})
