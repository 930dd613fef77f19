// Prints what the engine says of the machine it runs on; with `seccomp`, after forbidding unshare(2) as Docker does.
import { createRequire } from 'node:module'
import { createNamespacesEngine } from '../../dist/engine/index.js'

const UNSHARE = { x64: 272, arm64: 97 }[process.arch]
const PR_SET_NO_NEW_PRIVS = 38
const PR_SET_SECCOMP = 22
const SECCOMP_MODE_FILTER = 2

/** Classic BPF, an instruction a row: code, jump if true, jump if false, operand. */
const FILTER = [
  [0x20, 0, 0, 0], // load the number of the system call
  [0x15, 0, 1, UNSHARE],
  [0x06, 0, 0, 0x00050001], // fail with EPERM
  [0x06, 0, 0, 0x7fff0000], // allow
]

function forbidUnshare() {
  const koffi = createRequire(import.meta.url)('koffi')
  koffi.struct('filter', { code: 'uint16', jt: 'uint8', jf: 'uint8', k: 'uint32' })
  koffi.struct('program', { length: 'uint16', filter: 'filter *' })
  const library = koffi.load(null)
  const flag = library.func('int prctl(int, unsigned long, unsigned long, unsigned long, unsigned long)')
  const install = library.func('int prctl(int, unsigned long, program *, unsigned long, unsigned long)')
  const filter = FILTER.map(([code, jt, jf, k]) => ({ code, jt, jf, k }))
  if (flag(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) !== 0) throw new Error('no_new_privs')
  if (install(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, { length: FILTER.length, filter }, 0, 0) !== 0)
    throw new Error('seccomp')
}

if (process.argv.includes('seccomp')) forbidUnshare()
console.log(JSON.stringify(await createNamespacesEngine().probe()))
