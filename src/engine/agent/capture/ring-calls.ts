/** Calls of libc that rings of packet sockets take beside those of ../netlink/calls.ts. */
import { createRequire } from 'node:module'

const koffi = createRequire(import.meta.url)('koffi') as typeof import('koffi')
const libc = koffi.load(null)

const PROT_READ_WRITE = 3
const MAP_SHARED = 1

const mmap = libc.func('void *mmap(void *, size_t, int, int, int, long)')
const munmap = libc.func('int munmap(uintptr_t, size_t)')
const setsockopt = libc.func('int setsockopt(int, int, int, const void *, int)')
const close = libc.func('int close(int)')

/** Memory that is shared with the kernel by a descriptor. */
export function mapShared(fd: number, size: number): { address: bigint; memory: ArrayBuffer } {
  const pointer = mmap(null, size, PROT_READ_WRITE, MAP_SHARED, fd, 0) as bigint
  const address = koffi.address(pointer)
  if (address === 0n || address === 0xffff_ffff_ffff_ffffn)
    throw new Error('The ring of a packet socket cannot be mapped')
  return { address, memory: koffi.view(pointer, size) }
}

/** Nothing may look at the memory any more. */
export function unmap(address: bigint, size: number): void {
  munmap(address, size)
}

/** In another thread: the kernel may wait. */
export function setSoon(fd: number, level: number, name: number, value: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    setsockopt.async(fd, level, name, value, value.length, (error: unknown, result: number) => {
      if (error === null && result === 0) resolve()
      else
        reject(error instanceof Error ? error : new Error('The kernel gives no memory for the ring of a packet socket'))
    })
  })
}

/** In another thread, and nobody waits for it. */
export function closeSoon(fd: number): void {
  close.async(fd, () => undefined)
}
