/**
 * Becomes a program that wants to become another user first, as tcpdump does, where there is no other: `node with-one-id.js
 * PROGRAM ARGUMENTS…`. The calls by which it would are told to be done, by a filter (seccomp(2), prctl(2)) that lasts in it
 * and in what it starts; it stays who it is, which is nobody but its own user outside.
 */
import { createRequire } from 'node:module'
import { basename } from 'node:path'

type Call = (...words: unknown[]) => number

const koffi = createRequire(import.meta.url)('koffi') as typeof import('koffi')
const libc = koffi.load(null)
const prctl = libc.func('int prctl(int, unsigned long, const void *, unsigned long, unsigned long)') as Call
const fcntl = libc.func('int fcntl(int, int, int)') as Call
const signal = libc.func('void *signal(int, void *)') as Call
const execv = libc.func('int execv(const char *, const char **)') as Call

const PR_SET_SECCOMP = 22
const SECCOMP_MODE_FILTER = 2
const F_SETFD = 2
const SIGPIPE = 13

/** setuid, setreuid, setresuid, the same of gids, setgroups, and the calls of chown: by their numbers on each machine. */
const CALLS: Readonly<Record<string, readonly number[]>> = {
  x64: [105, 113, 117, 106, 114, 119, 116, 92, 93, 94, 260],
  arm64: [146, 145, 147, 144, 143, 149, 159, 54, 55],
}

/** An instruction of classic BPF (struct sock_filter of linux/filter.h). */
function instruction(code: number, ifTrue: number, ifFalse: number, value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeUInt16LE(code, 0)
  bytes.writeUInt8(ifTrue, 2)
  bytes.writeUInt8(ifFalse, 3)
  bytes.writeUInt32LE(value, 4)
  return bytes
}

const [LOAD_WORD, JUMP_IF_EQUAL, RETURN] = [0x20, 0x15, 0x06]
/** SECCOMP_RET_ALLOW, and SECCOMP_RET_ERRNO with the error 0: done. */
const [ALLOW, DONE] = [0x7fff0000, 0x00050000]

/** Says that these calls are done, without doing them. */
function pretend(calls: readonly number[]): void {
  const program = Buffer.concat([
    // The number stands first in struct seccomp_data.
    instruction(LOAD_WORD, 0, 0, 0),
    ...calls.map((call, index) => instruction(JUMP_IF_EQUAL, calls.length - index, 0, call)),
    instruction(RETURN, 0, 0, ALLOW),
    instruction(RETURN, 0, 0, DONE),
  ])
  const memory = koffi.alloc('uint8_t', program.length) as bigint
  program.copy(Buffer.from(koffi.view(memory, program.length)))
  // struct sock_fprog: how many, and where.
  const header = Buffer.alloc(16)
  header.writeUInt16LE(program.length / 8, 0)
  header.writeBigUInt64LE(koffi.address(memory), 8)
  // Where it is refused, the program says what it cannot do.
  prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, header, 0, 0)
}

const [, , program = '', ...words] = process.argv
pretend(CALLS[process.arch] ?? [])
// Node keeps these from what it starts, and has this signal ignored.
for (const fd of [0, 1, 2]) fcntl(fd, F_SETFD, 0)
signal(SIGPIPE, null)
execv(program, [basename(program), ...words, null])
console.error(`${program}: it cannot be started (error ${koffi.errno()})`)
process.exitCode = 127
