import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { notebookSession } from '../../src/display/index.js'
import { CommandError, openLab, type CommandResult, type Lab } from '../../src/lab/index.js'
import { recordShown, textOf, type RecordingSink } from './recording-sink.js'

let lab: Lab
let sink: RecordingSink

beforeAll(async () => {
  sink = recordShown()
  lab = await openLab({ name: 'shell-test' })
})
afterAll(() => lab.dispose())
beforeEach(async () => {
  await lab.reset()
  sink.clear()
})

/** The error that a call ends with. */
async function errorOf(call: Promise<CommandResult>): Promise<CommandError> {
  const outcome = await call.catch((error: unknown) => error)
  if (!(outcome instanceof CommandError)) expect.fail(`no CommandError: ${String(outcome)}`)
  return outcome
}

const stop = (): boolean => notebookSession().hooks.some((hooks) => hooks.interrupt?.() === true)
const startCell = async (): Promise<void> => {
  for (const hooks of notebookSession().hooks) await hooks.beforeCell?.({ number: 1, code: '' })
}

/** Waits until the lab has shown that text. */
async function shown(text: string): Promise<void> {
  while (!sink.text.includes(text)) await setTimeout(10)
}

describe('what a call shows and gives', () => {
  it('is the output as it comes, then what changed', async () => {
    const result = await lab.sh`sudo ip netns add ns1
echo hello; echo oops >&2`
    expect(result).toMatchObject({ stdout: 'hello\n', stderr: 'oops\n', exitCode: 0, failures: [], timedOut: false })
    expect(result.changes).toContainEqual({ kind: 'namespace-added', namespace: 'ns1' })
    expect(result.place).toMatchObject({ depth: 0, namespace: 'root' })
    expect(sink.text).toBe('hello\noops\n')
    expect(sink.displays).toHaveLength(1)
    expect(textOf(sink.last[0])).toContain('namespace ns1 was added')
  })
  it('is no table where nothing changed', async () => {
    await lab.sh`ip link`
    expect(sink.displays).toEqual([])
  })
  it('is nothing with quiet', async () => {
    const { stdout } = await lab.sh({ quiet: true })`sudo ip netns add ns1; echo hello`
    expect(stdout).toBe('hello\n')
    expect([sink.text, sink.displays]).toEqual(['', []])
  })
  it('tells of a move and the address that it lost', async () => {
    await lab.sh`ip netns add ns1
ip link add veth1 type veth peer name veth2
ip addr add 192.168.1.101/24 dev veth1`
    sink.clear()
    await lab.sh`sudo ip link set veth1 netns ns1`
    expect(textOf(sink.last[0])).toContain(
      'veth1 moved from the root namespace to ns1; its address 192.168.1.101/24 was lost by the move',
    )
  })
  it('lays nothing at its door that changed before it', async () => {
    await lab.sh`(sleep 0.3; ip link add late0 type veth peer name late1) & sleep 0.1`
    // Long enough for a busy machine to have made it; what a call has read counts for one second.
    await setTimeout(2500)
    expect((await lab.sh`true`).changes).toEqual([])
  })
  it('waits for the call before it', async () => {
    const calls = await Promise.all([lab.sh`sleep 0.2; ip netns add one`, lab.sh`ip netns add two`])
    expect(calls.map(({ changes }) => changes.filter(({ kind }) => kind === 'namespace-added'))).toEqual([
      [{ kind: 'namespace-added', namespace: 'one' }],
      [{ kind: 'namespace-added', namespace: 'two' }],
    ])
  })
  it('is plain data: JSON has it all, and no method', async () => {
    const result = await lab.sh`echo hi`
    expect(JSON.parse(JSON.stringify(result))).toEqual({ ...result })
    expect(Object.keys(result).sort()).toEqual(
      [
        'changes',
        'command',
        'durationMs',
        'exitCode',
        'failures',
        'isInterrupted',
        'isTruncated',
        'place',
        'signal',
        'stderr',
        'stdout',
        'timedOut',
      ].sort(),
    )
  })
})

describe('failing', () => {
  it('is told at the end, with each command, its line and code; later lines have run', async () => {
    const error = await errorOf(lab.sh`ip link add veth1 type veth peer name veth2
ip link set nothere up
false
echo later`)
    expect(error).toMatchObject({ code: 'FAILED', exitCode: 0, stdout: 'later\n' })
    expect(error.failures).toEqual([
      { command: 'ip link set nothere up', line: 2, exitCode: 1 },
      { command: 'false', line: 3, exitCode: 1 },
    ])
    expect(error.message).toBe(`2 commands failed:
  line 2: ip link set nothere up failed with exit code 1
  line 3: false failed with exit code 1
${error.hint}`)
    expect(error.hint).toMatch(/^No link is named nothere, in no namespace/)
    expect(error.changes).toContainEqual(expect.objectContaining({ kind: 'link-added', link: 'veth1' }))
    expect(textOf(sink.last[0])).toContain('veth1')
  })
  it('says what a command said once: as it came, or with quiet in the message', async () => {
    const said = 'Cannot find device "nothere"'
    const failed = 'ip link set nothere up (line 1) failed with exit code 1'
    const loud = await errorOf(lab.sh`ip link set nothere up`)
    expect(sink.text).toBe(`${said}\n`)
    expect(loud.message).toBe(`${failed}\n${loud.hint}`)
    sink.clear()
    const quiet = await errorOf(lab.sh({ quiet: true })`ip link set nothere up`)
    expect(sink.text).toBe('')
    expect(quiet.message).toBe(`${failed}\n${said}\n${quiet.hint}`)
    expect([loud.stderr, quiet.stderr]).toEqual([`${said}\n`, `${said}\n`])
  })
  it('with fails: true is the lesson; without a failure it is an error', async () => {
    const result = await lab.sh({ fails: true })`ip link set nothere up`
    expect(result.failures).toHaveLength(1)
    expect(await errorOf(lab.sh({ fails: true })`true`)).toMatchObject({ code: 'NOTHING_FAILED' })
  })
  it("with fails: 'maybe' is as good as not", async () => {
    expect((await lab.sh({ fails: 'maybe' })`false`).failures).toHaveLength(1)
    expect((await lab.sh({ fails: 'maybe' })`true`).failures).toEqual([])
  })
  it('follows bash: not in a condition, a negation or before ||', async () => {
    const result = await lab.sh`if false; then echo; fi
! true
false || echo saved
while false; do :; done`
    expect(result.failures).toEqual([])
  })
  it('tells a missing program, a signal and a time-out apart', async () => {
    expect((await errorOf(lab.sh`nosuchprogram`)).message).toMatch(/^nosuchprogram \(line 1\) was not found/)
    expect((await errorOf(lab.sh`sh -c 'kill -9 $$'`)).message).toMatch(/was ended by SIGKILL/)
    const late = await errorOf(lab.sh({ timeoutMs: 300 })`sleep 60
echo never`)
    expect(late).toMatchObject({
      code: 'TIMED_OUT',
      timedOut: true,
      stdout: expect.not.stringContaining('never') as string,
    })
    expect(late.message).toBe('Not done within 300 ms (timeoutMs): stopped, and the lines after it did not run.')
  })
  it('prints as an error does, without all output once more', async () => {
    const error = await errorOf(lab.sh`echo noise; false`)
    const { inspect } = await import('node:util')
    expect(inspect(error)).toMatch(/^CommandError: false \(line 1\) failed with exit code 1\n\s+at /)
    expect(inspect(error)).not.toContain('noise')
  })
  it('of an option that does not exist is said at once', () => {
    expect(() => lab.sh({ fail: true } as never)).toThrow(
      'lab.sh has no option fail; it has fails, timeoutMs, forMs, quiet.',
    )
    expect(() => lab.sh({ forMs: -1 })).toThrow(/forMs is a number of milliseconds above 0/)
    expect(() => lab.sh('ip link' as never)).toThrow(/takes a template/)
  })
  it('of a value that is no word rejects', async () => {
    await expect(lab.sh`ip netns add ${undefined as never}`).rejects.toThrow(/value 1 .* is undefined/i)
  })
  it('has an end where the shell itself is killed, and the lab goes on', async () => {
    const error = await errorOf(lab.sh`ip netns add kept
kill -9 $$`)
    expect(error.message).toBe('kill -9 $$ (line 2) was ended by SIGKILL')
    expect(sink.text).toMatch(/the shell was killed by SIGKILL; a new one stands in/)
    expect((await lab.sh`ip netns list`).stdout).toMatch(/kept/)
  })
})

describe('a command that does not end', () => {
  it('gets Ctrl+C after forMs; the lines after it run, and it is no error', async () => {
    const result = await lab.sh({ forMs: 500 })`ping -i 0.1 127.0.0.1
echo later`
    expect(result.stdout).toMatch(/icmp_seq=2[^]*packets transmitted[^]*later\n$/)
    expect(result).toMatchObject({ failures: [], isInterrupted: false, timedOut: false })
  })
  it('is ended by a stop; later lines run, and the call is an error', async () => {
    await startCell()
    const call = errorOf(lab.sh`x=kept
ping -i 0.1 127.0.0.1
echo later`)
    await shown('icmp_seq=2')
    expect(stop()).toBe(true)
    const error = await call
    expect(error).toMatchObject({ code: 'STOPPED', isInterrupted: true })
    expect(error.stdout).toMatch(/packets transmitted[^]*later\n$/)
    expect((await lab.sh`echo $x`).stdout).toBe('kept\n')
  })
  it('is ended with all that would follow by a second stop', async () => {
    await startCell()
    const call = errorOf(lab.sh`trap '' INT
echo one; sleep 61
echo two; sleep 62
echo never`)
    await shown('one')
    expect(stop()).toBe(true)
    await setTimeout(50)
    expect(stop()).toBe(true)
    const error = await call
    expect(error).toMatchObject({ code: 'STOPPED' })
    expect(error.stdout).not.toContain('never')
    expect((await lab.sh`echo fine`).stdout).toBe('fine\n')
  })
  it('counts its stops anew in each cell', async () => {
    for (const _cell of [1, 2]) {
      await startCell()
      const call = errorOf(lab.sh`echo begun; sleep 60
echo later`)
      await shown('begun')
      expect(stop()).toBe(true)
      expect((await call).stdout).toContain('later')
      sink.clear()
    }
  })
  it('is not what a stop finds where nothing runs', async () => {
    await startCell()
    expect(stop()).toBe(false)
  })
})

describe('what lasts from call to call', () => {
  it('is directory, variables, functions and jobs', async () => {
    await lab.sh`cd /tmp; x=1; f() { echo "f $1"; }; export Y=2
sleep 100 &`
    const { stdout } = await lab.sh`pwd; echo $x $Y; f a; jobs
kill %1; wait`
    expect(stdout).toMatch(/^\/tmp\n1 2\nf a\n\[1\]\+\s+Running\s+sleep 100 &\n/)
  })
  it('is an entered shell; the call says where it is until exit', async () => {
    const entered = await lab.sh`sudo ip netns add ns1
sudo ip netns exec ns1 bash`
    expect(entered.place).toMatchObject({ depth: 1, namespace: 'ns1' })
    expect(sink.text).toContain(
      'The next command runs in the namespace ns1: a shell was entered and is still open. Leave with exit.',
    )
    await lab.sh`ip link set lo up`
    sink.clear()
    const left = await lab.sh`exit`
    expect(left.place.depth).toBe(0)
    expect(sink.text).not.toContain('The next command')
    const lo = (await lab.state()).namespaces.find(({ name }) => name === 'ns1')?.links[0]
    expect(lo).toMatchObject({ name: 'lo', up: true })
  })
})

describe('values', () => {
  it('are one word each, and never a command', async () => {
    const name = "x'; echo hacked; '"
    const { stdout } = await lab.sh`printf '<%s>' ${name} ${['a b', 'c']} "in ${'$(id)'} quotes"`
    expect(stdout).toBe("<x'; echo hacked; '><a b><c><in $(id) quotes>")
  })
  it('leave line numbers as the author has them', async () => {
    const error = await errorOf(lab.sh`cat > /tmp/written <<EOF
${'several\nlines'}
EOF
false`)
    expect(error.failures).toEqual([{ command: 'false', line: 4, exitCode: 1 }])
  })
})
