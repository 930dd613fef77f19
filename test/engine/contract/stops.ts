import { describe, expect, it } from 'vitest'
import type { Engine, ShellResult } from '../../../src/engine/index.js'
import { shareNode } from './node.js'

export function describeStops(engine: Engine): void {
  const lab = shareNode(engine)

  /** Runs a script and acts once it has said `go`, and again for each further word of `acts`, in their order. */
  const when = async (script: string, acts: Record<string, () => unknown>): Promise<ShellResult> => {
    const waiting = Object.entries(acts)
    let acting: unknown
    const result = await lab.run(script, {
      onOutput: (_, text) => {
        const [word, act] = waiting[0] ?? []
        if (word === undefined || !text.includes(word)) return
        waiting.shift()
        acting = act?.()
      },
    })
    await acting
    return result
  }
  /** A moment later, so that what was said to come has mostly begun; the tests hold if it has not, too. */
  const soon = async () => await lab.node.spawn(['sleep', '0.2'])
  const shell = async () => await lab.node.shell()

  it('nothing is running, nothing is stopped', async () => {
    expect([(await shell()).interrupt(), (await shell()).stop()]).toEqual([false, false])
  })

  it.each([
    ['a command that hangs', 'sleep 60'],
    ['one that catches Ctrl+C and goes on', "bash -c 'trap : INT; while :; do sleep 1; done'"],
    ['one that ignores Ctrl+C and SIGTERM', 'bash -c \'trap "" INT TERM; sleep 60; sleep 60\''],
    ['one that reads its terminal', 'cat'],
    ['one that has closed its stdin', 'sleep 60 <&-'],
    ['a busy loop of the shell itself', 'while :; do :; done'],
    [
      'a loop of commands that take Ctrl+C for a good end',
      'while true; do ping -c 2 -i 0.3 127.0.0.1 > /dev/null; done',
    ],
    ['a loop of short commands', 'while true; do /bin/true; done'],
    ['a pipeline', 'yes | cat > /dev/null'],
    ['a flood', 'yes'],
    ['ping without a count', 'ping -i 0.2 127.0.0.1'],
    ['a server in the foreground', 'python3 -m http.server 8099 --bind 127.0.0.1'],
    ['wait for a job', 'sleep 60 & wait'],
    ['read', 'read -r nothing < <(sleep 60)'],
    ['a command in a namespace', 'ip netns add x; ip netns exec x sleep 60'],
    ['a subshell', '(sleep 60; sleep 60)'],
    ['a function', 'slow() { sleep 60; sleep 60; }; slow'],
    ['a fork storm', 'for i in $(seq 300); do sleep 60 & done 2>/dev/null; wait'],
  ])('one stop ends %s, and later lines run', async (_, line) => {
    const result = await when(`kept=1; later=no\necho go; ${line}\nlater=$kept`, {
      go: async () => {
        await soon()
        ;(await shell()).interrupt()
      },
    })
    expect(result.isInterrupted).toBe(true)
    expect(await lab.say('echo "later: $later"')).toMatch(/later: 1$/)
    await lab.run('kill -9 $(jobs -p) 2>/dev/null; wait 2>/dev/null')
  })

  it('a second stop ends the whole call', async () => {
    const opened = await shell()
    const result = await when('echo go; sleep 60\necho more; sleep 60\necho never', {
      go: () => opened.interrupt(),
      more: () => opened.stop(),
    })
    expect(result).toMatchObject({ isInterrupted: true, timedOut: false })
    expect(result.stdout).toMatch(/^go\n\s*more\n\s*$/)
    expect(await lab.say('echo usable')).toBe('usable')
  })

  it('the shell that cannot be stopped is replaced', async () => {
    const result = await when("trap '' INT; echo go; while :; do :; done\necho never", {
      go: async () => (await shell()).stop(),
    })
    expect(result.stderr).toContain('the shell was killed by SIGKILL')
    expect(await lab.say('echo usable')).toBe('usable')
  })

  it('a stopped command is no failure of its own; those before it are', async () => {
    const result = await when('false\necho go; sleep 60', {
      go: async () => (await shell()).interrupt(),
    })
    expect(result.failures).toEqual([{ command: 'false', line: 1, exitCode: 1 }])
  })

  it('a stop ends a call that still waits for its turn', async () => {
    const first = lab.run('sleep 0.5; echo first')
    const second = lab.run('echo second')
    expect((await first).stdout).toBe('first\n')
    expect((await second).stdout).toBe('second\n')
  })

  it('a shell that was entered survives a stop', async () => {
    const result = await when('bash\nkept=inner\necho go; sleep 60\necho $kept', {
      go: async () => (await shell()).interrupt(),
    })
    expect(result).toMatchObject({ place: { depth: 1 }, stdout: expect.stringMatching(/inner\n$/) })
    await lab.run('exit')
  })

  describe('time', () => {
    it('a time-out ends the whole call, and the result says so', async () => {
      const result = await lab.run('kept=2; echo before; sleep 60\necho never', { timeoutMs: 300 })
      expect(result).toMatchObject({
        timedOut: true,
        isInterrupted: false,
        stdout: expect.stringMatching(/^before\n\s*$/),
      })
      expect(await lab.say('echo $kept')).toBe('2')
    })

    it('forMs sends Ctrl+C to each command that is still running then, and is no error', async () => {
      const result = await lab.run('ping -i 0.1 127.0.0.1 | tail -n 2 | head -n 1\nsleep 60\necho later', {
        forMs: 500,
      })
      expect(result).toMatchObject({ timedOut: false, isInterrupted: false, failures: [], exitCode: 0 })
      expect(result.stdout).toMatch(/later\n$/)
    })
  })

  it('a flood is cut with a notice, and the lab and its variables stay', async () => {
    const result = await lab.run('kept=3\nhead -c 1000000000 /dev/zero\necho "end $?"')
    expect(result).toMatchObject({
      isTruncated: true,
      stderr: expect.stringMatching(/\[output cut at 16 MiB/),
      failures: [],
    })
    expect(result.stdout).toHaveLength(16 * 1024 * 1024)
    expect(await lab.run('echo $kept')).toMatchObject({ stdout: '3\n', isTruncated: false })
  })

  it('partial and wrong UTF-8 come out right', async () => {
    const byByte =
      'for b in "\\342" "\\202" "\\254" "\\303" "\\251"; do printf "$b"; sleep 0.02; done; printf "\\377\\n"'
    const chunks: string[] = []
    const { stdout } = await lab.run(byByte, { onOutput: (_, text) => chunks.push(text) })
    expect(stdout).toBe('€é\ufffd\n')
    expect(chunks.join('')).toBe(stdout)
  })
}
