import { spawn, type ChildProcess } from 'node:child_process'
import { chownSync, mkdtempSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Writable } from 'node:stream'
import { openControlGroup } from './control-group.js'
import { familyOf } from './family.js'
import { ourPrefix, removeOrphans } from './folders.js'
import type { Limits } from './limits.js'
import { watchOver } from './watchdog.js'

/** What came of a program that nobody trusts. */
export interface JailRun {
  /** What it wrote, at most `limits.outputBytes`. */
  output: string
  /** Why it was ended before its time; undefined: it ended by itself. */
  ended: string | undefined
  /** Others that ran beside it may have been the reason: time was up, or the machine's memory. */
  mayBeOthers: boolean
}

const isRoot = (): boolean => process.geteuid?.() === 0

/** Of who is root here: a user that owns nothing. */
const nobody = 65_534

/** What must not be read in a jail: the other submissions, and the lesson with its solutions. */
export interface Hidden {
  folder: string
  file: string
}

/**
 * The jail, as process 1 of its own process, user, mount, IPC and network namespaces: everything is read-only but a scratch
 * folder of bounded size in memory. Then a second user namespace, in which these mounts are locked (mount_namespaces(7)),
 * and an ordinary user, as the program knows it from outside.
 */
const script = String.raw`
set -eu
mount --make-rprivate /
# What this user cannot reach anyway cannot be mounted on either.
if [ -e "$VB_HIDDEN_FOLDER" ]; then mount -t tmpfs -o ro,size=4k vethbook "$VB_HIDDEN_FOLDER"; fi
if [ -e "$VB_HIDDEN_FILE" ]; then mount --bind /dev/null "$VB_HIDDEN_FILE"; fi
while read -r _ _ _ _ target options _; do
  case $target in /proc | /proc/* | /sys | /sys/*) continue ;; esac
  case $options in ro | ro,*) continue ;; esac
  target=$(printf %b "$target")
  # Where this user's way does not lead there is nothing that it could write to, and no way to mount.
  [ -e "$target" ] || continue
  mount -o "remount,bind,ro${'$'}{options#rw}" "$target"
done < /proc/self/mountinfo
mount -t tmpfs -o "size=$VB_SCRATCH_BYTES,nr_inodes=20000,mode=755" vethbook "$TMPDIR"
mkdir "$TMPDIR/work"
cd "$TMPDIR/work"
# Set in here, the bound counts the processes of this jail alone, not all of the user's (user_namespaces(7), from Linux 5.14).
exec unshare --user --map-user=${nobody} --map-group=${nobody} --mount prlimit "--nproc=$VB_PROCESSES" "$@"
`

/**
 * Runs a program in a jail, and ends it where it takes more than its limits. Nothing of it is left afterwards.
 *
 * @param input what it reads from stdin
 * @param signal aborted: it is ended
 * @throws Error where this machine lets nobody make such a jail
 */
export async function runJailed(
  argv: readonly string[],
  input: string,
  hidden: Hidden,
  limits: Limits,
  signal: AbortSignal,
): Promise<JailRun> {
  signal.throwIfAborted()
  removeOrphans(tmpdir())
  const scratch = mkdtempSync(join(tmpdir(), ourPrefix))
  if (isRoot()) chownSync(scratch, nobody, nobody)
  const group = openControlGroup(limits)
  try {
    const child = start(argv, scratch, hidden, limits)
    group?.add(child.pid)
    openGate(child)
    return await outcomeOf(child, input, limits, signal)
  } finally {
    await group?.remove()
    rmdirSync(scratch) // The tmpfs on it was seen by the jail only.
  }
}

function start(argv: readonly string[], scratch: string, hidden: Hidden, limits: Limits): ChildProcess {
  const identity = isRoot() ? [`--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups', '--inh-caps=-all'] : []
  const spaces = [
    '--user',
    '--map-root-user',
    '--mount',
    '--pid',
    '--fork',
    '--kill-child',
    '--mount-proc',
    '--ipc',
    '--net',
  ]
  const bounds = ['--core=0', `--fsize=${limits.scratchBytes}`, `--data=${limits.memoryBytes}`]
  // Should we be killed ourselves, this ends it at once: unshare, and with it what is in the namespaces.
  const words = ['setpriv', ...identity, '--pdeathsig=KILL', 'sh', '-c', gate, 'gate']
  words.push('prlimit', ...bounds, 'unshare', ...spaces, 'sh', '-c', script, 'jail', ...argv)
  const [file = '', ...rest] = words
  const env = {
    PATH: process.env['PATH'],
    LANG: 'C.UTF-8',
    HOME: scratch,
    TMPDIR: scratch,
    VB_HIDDEN_FOLDER: hidden.folder,
    VB_HIDDEN_FILE: hidden.file,
    VB_SCRATCH_BYTES: String(limits.scratchBytes),
    VB_PROCESSES: String(limits.processes),
  }
  return spawn(file, rest, { cwd: '/', env, stdio: ['pipe', 'pipe', 'pipe', 'pipe'], detached: true })
}

/**
 * Nothing is begun before the process is in its control group: what it had started by then would be outside. Nor is it where
 * nobody opens: who was killed before this had asked for the signal.
 */
const gate = 'read -r _ <&3 || exit; exec 3<&-; exec "$@"'

function openGate(child: ChildProcess): void {
  const pipe = child.stdio[3] as Writable | null | undefined
  pipe?.on('error', () => undefined) // It has ended already: what it came to tells why.
  pipe?.end('\n')
}

async function outcomeOf(child: ChildProcess, input: string, limits: Limits, signal: AbortSignal): Promise<JailRun> {
  let [output, complaint] = ['', '']
  let ended: string | undefined
  let mayBeOthers = false
  const end = (why: string, isShared = false): void => {
    if (ended === undefined) [ended, mayBeOthers] = [why, isShared]
    killFamily(child)
  }
  const onAbort = (): void => end('it was stopped')
  signal.addEventListener('abort', onAbort)
  const timer = setTimeout(() => end(`it took longer than ${limits.timeMs / 1000} s`, true), limits.timeMs)
  const unwatch = watchOver(child.pid ?? 0, limits, end)
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output = (output + text).slice(0, limits.outputBytes)
    if (output.length === limits.outputBytes) end(`it wrote more than ${limits.outputBytes / 2 ** 20} MiB`)
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (complaint = (complaint + text).slice(-2000)))
  child.stdin?.on('error', () => undefined) // It has ended without reading: what it came to tells why.
  child.stdin?.end(input)
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  }).finally(() => {
    clearTimeout(timer)
    unwatch()
    signal.removeEventListener('abort', onAbort)
  })
  signal.throwIfAborted()
  if (ended === undefined && code !== 0)
    ended = `it ended with exit code ${code}${complaint === '' ? '' : `: ${complaint.trim()}`}`
  return { output, ended, mayBeOthers }
}

/** Whatever runs in the jail ends with its first process, which is among these whatever group or session it has gone to. */
function killFamily({ pid }: ChildProcess): void {
  if (pid === undefined) return
  for (const member of familyOf(pid)) {
    try {
      process.kill(member, 'SIGKILL')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error // it has ended already
    }
  }
}
