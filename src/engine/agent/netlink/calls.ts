/** The calls of libc that speaking netlink takes and Node does not have; through koffi, as in ../terminal.ts. */
import { createRequire } from 'node:module'
import { constants } from 'node:os'

const koffi = createRequire(import.meta.url)('koffi') as typeof import('koffi')
const libc = koffi.load(null)

export const open = libc.func('int open(const char *, int)') as (path: string, flags: number) => number
export const close = libc.func('int close(int)') as (fd: number) => number
export const setns = libc.func('int setns(int, int)') as (fd: number, type: number) => number
export const setHostName = libc.func('int sethostname(const char *, size_t)') as (
  name: string,
  length: number,
) => number
export const unshare = libc.func('int unshare(int)') as (flags: number) => number
export const socket = libc.func('int socket(int, int, int)') as (family: number, type: number, kind: number) => number
export const bind = libc.func('int bind(int, const void *, int)') as (fd: number, at: Buffer, length: number) => number
export const send = libc.func('long send(int, const void *, size_t, int)') as (
  fd: number,
  bytes: Buffer,
  length: number,
  flags: number,
) => number
export const recv = libc.func('long recv(int, void *, size_t, int)') as (
  fd: number,
  into: Buffer,
  length: number,
  flags: number,
) => number
export const recvmsg = libc.func('long recvmsg(int, void *, int)') as (
  fd: number,
  header: bigint,
  flags: number,
) => number
export const recvmmsg = libc.func('int recvmmsg(int, void *, unsigned int, int, void *)') as (
  fd: number,
  headers: bigint,
  count: number,
  flags: number,
  timeout: null,
) => number
export const setsockopt = libc.func('int setsockopt(int, int, int, const void *, int)') as (
  fd: number,
  level: number,
  name: number,
  value: Buffer,
  length: number,
) => number
export const getsockopt = libc.func('int getsockopt(int, int, int, void *, void *)') as (
  fd: number,
  level: number,
  name: number,
  value: Buffer,
  length: Buffer,
) => number
export const mount = libc.func('int mount(const char *, const char *, const char *, unsigned long, const char *)') as (
  source: string,
  target: string,
  type: string | null,
  flags: number,
  data: string | null,
) => number
export const ioctl = libc.func('int ioctl(int, unsigned long, const void *)') as (
  fd: number,
  request: number,
  argument: Buffer | null,
) => number
export const umount2 = libc.func('int umount2(const char *, int)') as (target: string, flags: number) => number
export const epollCreate = libc.func('int epoll_create1(int)') as (flags: number) => number
export const epollCtl = libc.func('int epoll_ctl(int, int, int, void *)') as (
  epoll: number,
  operation: number,
  fd: number,
  event: Buffer,
) => number
export const epollWait = libc.func('int epoll_wait(int, void *, int, int)') as (
  epoll: number,
  events: Buffer,
  count: number,
  timeoutMs: number,
) => number

/** Calls back whenever the descriptor can be read, as libuv does for sockets of its own. */
export function onReadable(fd: number, act: () => void): { close(): void } {
  return koffi.node.poll(fd, { readable: true }, act)
}

export const EAGAIN = 11

const names = new Map(Object.entries(constants.errno).map(([name, number]) => [number, name]))
// Linux has two that Node does not know by name, and one that it calls otherwise.
for (const [number, name] of [
  [EAGAIN, 'EAGAIN'],
  [19, 'ENODEV'],
  [95, 'EOPNOTSUPP'],
  [524, 'ENOTSUPP'],
] as const) {
  names.set(number, name)
}

export const errnoName = (number: number): string => names.get(number) ?? `errno ${number}`

/** A call that failed, by the number that it left. */
export class CallError extends Error {
  override readonly name = 'CallError'
  readonly errno: string
  constructor(
    readonly what: string,
    number: number,
  ) {
    super(`${what}: ${errnoName(number)}`)
    this.errno = errnoName(number)
  }
}

/** @throws CallError where a call returned -1 */
export function must(result: number, what: string): number {
  if (result < 0) throw new CallError(what, koffi.errno())
  return result
}

export const lastErrno = (): string => errnoName(koffi.errno())

/** Memory that does not move, for structures that hold addresses of others. */
export function fixedMemory(length: number): { address: bigint; bytes: Buffer; free(): void } {
  const pointer = koffi.alloc('uint8_t', length) as bigint
  return {
    address: koffi.address(pointer),
    bytes: Buffer.from(koffi.view(pointer, length)),
    free: () => koffi.free(pointer),
  }
}
