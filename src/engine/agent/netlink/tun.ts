/** tun and tap devices, which rtnetlink cannot make: as `ip tuntap add`, by <linux/if_tun.h>. */
import { endianness } from 'node:os'
import { close, ioctl, must, open } from './calls.js'

const O_RDWR = 2
const O_CLOEXEC = 0o2000000
const TUNSETIFF = 0x400454ca
const TUNSETPERSIST = 0x400454cb
const IFF_TUN = 0x1
const IFF_TAP = 0x2
const IFF_NO_PI = 0x1000
/** struct ifreq: a name of 16 bytes, then what the call is about. */
const IFREQ = 40
const IFNAMSIZ = 16

/** In the namespace that this thread stands in. */
export function addTun(name: string, mode: 'tun' | 'tap'): void {
  const request = Buffer.alloc(IFREQ)
  request.write(name, 'utf8')
  const flags = (mode === 'tun' ? IFF_TUN : IFF_TAP) | IFF_NO_PI
  if (endianness() === 'LE') request.writeUInt16LE(flags, IFNAMSIZ)
  else request.writeUInt16BE(flags, IFNAMSIZ)
  const fd = must(open('/dev/net/tun', O_RDWR | O_CLOEXEC), 'opening /dev/net/tun')
  try {
    must(ioctl(fd, TUNSETIFF, request), `making ${name}`)
    // Only whether the argument is zero counts, and no address is.
    must(ioctl(fd, TUNSETPERSIST, request), `keeping ${name}`)
  } finally {
    close(fd)
  }
}
