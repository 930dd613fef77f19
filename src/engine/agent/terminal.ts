/**
 * What Node cannot do by itself and a shell of ours needs: a pseudo-terminal and real pipes (Node's own are sockets, and
 * a program that opens /dev/stderr fails on a socket). Calls libc through koffi, which is loaded at the first use.
 */
import { createRequire } from 'node:module'
import { closeSync, openSync } from 'node:fs'

/** From <asm-generic/ioctls.h> and <asm-generic/termbits.h>. */
const TCGETS = 0x5401
const TCSETS = 0x5402
const TIOCGPGRP = 0x540f
const FIONREAD = 0x541b
const TIOCGPTN = 0x80045430
const TIOCSPTLCK = 0x40045431
const IXON = 0o2000
const ISIG = 0o1
const ICANON = 0o2
const ECHO_ANY = 0o10 | 0o20 | 0o40 | 0o100 | 0o1000
const NOFLSH = 0o200
const C_LFLAG = 12
const C_CC = 17
const VINTR = 0
const VQUIT = 1
const VTIME = 5
const VMIN = 6
const VSUSP = 10
const O_NONBLOCK = 0o4000
const O_CLOEXEC = 0o2000000
const F_SETFL = 4
const POLLIN = 1

interface Libc {
  ioctl(fd: number, request: number, argument: Buffer): number
  poll(fds: Buffer, count: number, timeoutMs: number): number
  pipe2(fds: Int32Array, flags: number): number
  fcntl(fd: number, command: number, argument: number): number
}

let loaded: Libc | undefined

/** Called once after start-up, so that the first shell does not wait for it. */
export function libc(): Libc {
  if (loaded !== undefined) return loaded
  const koffi = createRequire(import.meta.url)('koffi') as typeof import('koffi')
  const library = koffi.load(null)
  loaded = {
    ioctl: library.func('int ioctl(int, unsigned long, _Inout_ uint8_t *)') as Libc['ioctl'],
    poll: library.func('int poll(_Inout_ uint8_t *, unsigned long, int)') as Libc['poll'],
    pipe2: library.func('int pipe2(_Out_ int *, int)') as Libc['pipe2'],
    fcntl: library.func('int fcntl(int, int, int)') as Libc['fcntl'],
  }
  return loaded
}

function must(result: number, what: string): void {
  if (result < 0) throw new Error(`${what} failed in the sandbox`)
}

export interface Terminal {
  /** The master side, non-blocking. */
  readonly master: number
  /** The slave side: a process's stdin. */
  readonly slave: number
  /** The process group in the foreground, or 0. */
  foreground(): number
  /** Bytes typed that nobody has read yet, exactly. */
  unread(): number
  /** Returns when all that programs have written to the terminal can be read at the master. */
  settle(): void
}

/**
 * A terminal that types what it is given and nothing else: no echo, no flow control, no line of at most 4,095 bytes
 * (which canonical mode would cut), and no byte with a meaning of its own. Ctrl+C is a signal to the foreground group.
 * `files` is where its machine's files are seen.
 */
export function openTerminal(files: string): Terminal {
  const { ioctl, fcntl, poll } = libc()
  const master = openSync(`${files}/dev/pts/ptmx`, 'r+')
  const word = Buffer.alloc(8)
  must(ioctl(master, TIOCSPTLCK, word), 'unlocking a pseudo-terminal')
  must(ioctl(master, TIOCGPTN, word), 'naming a pseudo-terminal')
  const slave = openSync(`${files}/dev/pts/${word.readUInt32LE(0)}`, 'r+')
  const modes = Buffer.alloc(64)
  must(ioctl(slave, TCGETS, modes), 'reading terminal modes')
  modes.writeUInt32LE(modes.readUInt32LE(0) & ~IXON, 0)
  modes.writeUInt32LE(((modes.readUInt32LE(C_LFLAG) & ~ICANON & ~ECHO_ANY) | ISIG | NOFLSH) >>> 0, C_LFLAG)
  for (const key of [VINTR, VQUIT, VSUSP, VTIME]) modes.writeUInt8(0, C_CC + key)
  modes.writeUInt8(1, C_CC + VMIN)
  must(ioctl(slave, TCSETS, modes), 'setting terminal modes')
  must(fcntl(master, F_SETFL, O_NONBLOCK), 'making a terminal non-blocking')
  /**
   * What is written at one end takes its time to reach the other, the more the busier the machine; poll(2) at that other
   * end waits for it (tty_buffer_flush_work in the kernel's n_tty_poll).
   */
  const settle = (fd: number): void => {
    // struct pollfd
    word.writeInt32LE(fd, 0)
    word.writeInt16LE(POLLIN, 4)
    poll(word, 1, 0)
  }
  const read = (fd: number, request: number): number => (ioctl(fd, request, word) < 0 ? 0 : word.readInt32LE(0))
  return {
    master,
    slave,
    settle: () => settle(master),
    foreground: () => read(master, TIOCGPGRP),
    unread() {
      settle(slave)
      return read(slave, FIONREAD)
    },
  }
}

export interface Pipe {
  readonly read: number
  readonly write: number
}

/** A real pipe: the reading end does not block, the writing end is for a child. */
export function openPipe(): Pipe {
  const fds = new Int32Array(2)
  must(libc().pipe2(fds, O_CLOEXEC), 'making a pipe')
  const [read, write] = fds as unknown as [number, number]
  must(libc().fcntl(read, F_SETFL, O_NONBLOCK), 'making a pipe non-blocking')
  return { read, write }
}

export function close(...fds: number[]): void {
  for (const fd of fds) closeSync(fd)
}
