/** Tells changes of the mounts, by which names of namespaces come and go: proc_pid_mountinfo(5) has them polled as errors. */
import { endianness } from 'node:os'
import { close, epollCreate, epollCtl, epollWait, must, onReadable, open } from './calls.js'

const O_RDONLY = 0
const O_CLOEXEC = 0o2000000
const EPOLL_CLOEXEC = O_CLOEXEC
const EPOLL_CTL_ADD = 1
const EPOLLPRI = 0x2
const EPOLLET = 2 ** 31
/** struct epoll_event is packed on x86 only; both lengths are enough for both. */
const EPOLL_EVENT = 16

export function watchMounts(act: () => void): { close(): void } {
  const mounts = must(open('/proc/self/mountinfo', O_RDONLY | O_CLOEXEC), 'opening the list of mounts')
  const epoll = must(epollCreate(EPOLL_CLOEXEC), 'making an epoll descriptor')
  const event = Buffer.alloc(EPOLL_EVENT)
  if (endianness() === 'LE') event.writeUInt32LE(EPOLLPRI + EPOLLET)
  else event.writeUInt32BE(EPOLLPRI + EPOLLET)
  must(epollCtl(epoll, EPOLL_CTL_ADD, mounts, event), 'watching the mounts')
  const poll = onReadable(epoll, () => {
    epollWait(epoll, event, 1, 0)
    act()
  })
  return {
    close: () => {
      poll.close()
      close(epoll)
      close(mounts)
    },
  }
}
