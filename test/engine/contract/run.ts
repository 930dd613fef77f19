import { describe, expect, it } from 'vitest'
import type { Engine } from '../../../src/engine/index.js'
import { shareNode, startNodes } from './node.js'

export function describeRun(engine: Engine): void {
  const lab = shareNode(engine)
  const start = startNodes(engine)
  const failuresOf = async (script: string) => (await lab.run(script)).failures

  it('directory, variables, functions and options last from call to call', async () => {
    await lab.run('mkdir -p /tmp/deep && cd /tmp/deep; name=veth1; greet() { echo "hello $1"; }; set -f')
    expect(await lab.say('pwd; greet $name; echo *; set +f; cd -')).toMatch(/^\/tmp\/deep\nhello veth1\n\*\n/)
  })

  it('is the same shell however often it is asked for', async () => {
    expect(await lab.node.shell()).toBe(await lab.node.shell())
  })

  it('calls queue', async () => {
    const [first, second] = await Promise.all([lab.run('sleep 0.3; order=first'), lab.run('echo $order second')])
    expect([first.stdout, second.stdout]).toEqual(['', 'first second\n'])
  })

  it('output streams while a command runs, each stream in its order', async () => {
    const seen: string[] = []
    const { stdout } = await lab.run('echo one; sleep 0.2; echo two >&2; sleep 0.2; echo three', {
      onOutput: (stream, text) => seen.push(`${stream} ${text}`),
    })
    expect(seen).toEqual(['stdout one\n', 'stderr two\n', 'stdout three\n'])
    expect(stdout).toBe('one\nthree\n')
  })

  it('all that a command prints belongs to its call, however late we hear of its end', async () => {
    const node = await start()
    const shell = await node.shell()
    // What keeps the engine busy lets commands end, and the shell ask for the next line, while it looks elsewhere.
    const stopping = new AbortController()
    const flood = node.spawn(['cat', '/dev/zero'], { signal: stopping.signal })
    const numbers = Array.from({ length: 20 }, (_, index) => index)
    const { stdout } = await shell.run(numbers.map((number) => `sleep 0.049\necho ${number}`).join('\n'))
    expect(stdout).toBe(numbers.map((number) => `${number}\n`).join(''))
    expect((await shell.run('echo next')).stdout).toBe('next\n')
    stopping.abort()
    await flood
  })

  it('programs see pipes on their output and a terminal on their input', async () => {
    expect(
      await lab.say('[ -t 0 ] && echo in; [ -t 1 ] || echo no out; [ -t 2 ] || echo no err; echo x > /dev/stdout'),
    ).toBe('in\nno out\nno err\nx')
  })

  it('what a program writes to /dev/tty is seen', async () => {
    expect((await lab.run('echo prompt > /dev/tty')).stdout).toBe('prompt\r\n')
  })

  it('traces what was typed and nothing else, after set -x', async () => {
    const { stderr, failures } = await lab.run('set -x\necho traced\nfalse\nset +x')
    expect(stderr).toBe('+ echo traced\n+ false\n+ set +x\n')
    expect(failures).toMatchObject([{ command: 'false', line: 3 }])
  })

  it('comments, blank lines and Windows line ends do no harm', async () => {
    expect(await lab.say('# a comment\n\n   \n  # another\necho done # with one')).toBe('done')
    expect(await lab.say('')).toBe('')
  })

  it.each([
    [
      'a heredoc with variables',
      'who=you\ncat <<END\nhello $who\n# no comment\n\n  kept\nEND',
      'hello you\n# no comment\n\n  kept',
    ],
    ['a quoted heredoc', "cat <<'END'\n$HOME `x` \\\nEND", '$HOME `x` \\'],
    ['a continued line', 'echo one \\\n  two', 'one two'],
    ['a pipe that goes on', 'echo b |\n  tr b c', 'c'],
    ['a loop over lines', 'for i in 1 2; do\n  echo $i\ndone', '1\n2'],
    ['a function over lines', 'f() {\n  echo "$@"\n}\nf x y', 'x y'],
    ['a quote over lines', 'echo "a\nb"', 'a\nb'],
    ['a command substitution', 'echo $(echo $(echo deep))', 'deep'],
    ['and-or lists', 'false || echo other && echo more', 'other\nmore'],
    ['a tab, an exclamation mark, a backslash', "printf '%s' 'a\tb!c\\d'", 'a\tb!c\\d'],
    ['control characters in a heredoc', 'od -An -c <<END | tr -d " "\n\x03\x1a\x04\x13\x16\nEND', '003032004023026\\n'],
    [
      'nft braces',
      "echo 'add rule ip nat post { type nat hook postrouting; }' \\;",
      'add rule ip nat post { type nat hook postrouting; } ;',
    ],
    ['a pasted script with a shebang', '#!/bin/bash\nset -u\necho script\nset +u', 'script'],
    ['read, which takes the next line', 'read answer\nyes please\necho "got $answer"', 'got yes please'],
    ['letters of any script', 'echo "größe ⇒ 網路 😀"', 'größe ⇒ 網路 😀'],
  ])('%s works as in a terminal', async (_, script, wanted) => {
    const { stdout, stderr, failures } = await lab.run(script)
    expect({ text: (stdout + stderr).trimEnd(), failures }).toEqual({ text: wanted, failures: [] })
  })

  it('lines of any length, in commands and heredocs', async () => {
    const long = 'x'.repeat(100_000)
    expect(await lab.say(`cat <<END | wc -c\n${long}\nEND\necho ${long} | wc -c`)).toBe('100001\n100001')
  })

  it('a thousand lines', async () => {
    const { stdout } = await lab.run(Array.from({ length: 1000 }, (_, index) => `echo ${index}`).join('\n'))
    expect(stdout.split('\n')).toHaveLength(1001)
  })

  describe('failures', () => {
    it('name each command that failed, with its line and code; later lines run', async () => {
      const result = await lab.run('echo a\nfalse\n\n# comment\n(exit 3)\nls /nope 2>/dev/null\necho b')
      expect(result).toMatchObject({
        stdout: 'a\nb\n',
        exitCode: 0,
        failures: [
          { command: 'false', line: 2, exitCode: 1 },
          { command: '( exit 3 )', line: 5, exitCode: 3 },
          { command: 'ls /nope 2> /dev/null', line: 6, exitCode: 2 },
        ],
      })
    })

    it('give the line inside a command of several lines', async () => {
      expect(await failuresOf('true\nfor i in 1; do\n  true\n  false\ndone')).toEqual([
        { command: 'false', line: 4, exitCode: 1 },
      ])
      expect(await failuresOf('cat <<END\na\nEND\nfalse')).toMatchObject([{ line: 4 }])
    })

    it.each([
      'if false; then :; fi',
      'while false; do :; done',
      'false || true',
      'false && true',
      '! true',
      'until true; do :; done',
      'false | true',
      '[ -e /nope ] || :',
    ])('are not: %s', async (line) => {
      expect(await failuresOf(line)).toEqual([])
    })

    it.each([
      ['true | false', 1],
      ['true && false', 1],
      ['x=$(false)', 1],
      ['[ -e /nope ]', 1],
      ['failing() { return 5; }; failing', 5],
      ['nonesuch', 127],
      ['/etc/passwd', 126],
      ["bash -c 'kill -9 $$'", 137],
      ['echo )', 2],
      ['echo ${nothing:?is set}', 1],
      ['echo $((1 / 0))', 1],
      ['ip link add', 1],
    ])('are: %s', async (line, exitCode) => {
      const { failures, exitCode: last } = await lab.run(line)
      expect(failures).toMatchObject([{ line: 1, exitCode }])
      expect(last).toBe(exitCode)
    })

    it('a missing command, a signal and an exit status are told apart', async () => {
      expect(await lab.run('nonesuch')).toMatchObject({
        exitCode: 127,
        signal: null,
        stderr: 'bash: nonesuch: command not found\n',
      })
      expect(await lab.run("bash -c 'kill -SEGV $$'")).toMatchObject({ signal: 'SIGSEGV' })
      expect(await lab.run('(exit 9)')).toMatchObject({ exitCode: 9, signal: null })
    })

    it('of a failing command inside a failing function are one', async () => {
      expect(await failuresOf('outer() { ls /nope; }\nouter 2>/dev/null')).toMatchObject([{ line: 2 }])
    })

    it('know nothing of the call before', async () => {
      await lab.run('false')
      expect(await lab.run('')).toMatchObject({ failures: [], exitCode: 0 })
    })
  })

  describe('a text that ends inside a command', () => {
    it.each([
      ['a quote', 'echo first\necho "open\nmore', 2],
      ['a heredoc', 'cat <<END\ntext', 1],
      ['a loop', 'for i in 1; do\necho $i', 1],
      ['a continued line', 'echo \\', 1],
      ['a bracket', 'echo $(echo', 1],
    ])('is an error that names the line: %s', async (_, script, line) => {
      const { failures, stderr, exitCode } = await lab.run(script)
      expect(failures).toMatchObject([{ line, exitCode: 2 }])
      expect(stderr).toContain(`line ${line} begins a quote, a heredoc or a command that the text does not end`)
      expect(exitCode).toBe(2)
      expect(await lab.say('echo usable')).toBe('usable')
    })
  })

  describe('a shell that is entered', () => {
    it.each([
      ['sudo ip netns exec inner bash'],
      ['ip netns exec inner /bin/bash'],
      ['ip netns exec inner sh'],
      ['ip netns exec inner /bin/sh'],
      ['nsenter --net=/run/netns/inner'],
      ['nsenter --net=/run/netns/inner bash'],
      ['ip netns exec inner bash -l'],
      ['sudo ip netns exec inner sudo bash'],
    ])('%s: later calls run in it, until exit', async (line) => {
      await lab.run('ip netns add inner 2>/dev/null || :')
      const entered = await lab.run(`${line}\nip -br link show lo`)
      const inside = await lab.run('cd /var\nip -br link show lo\nfalse')
      const left = await lab.run('exit\nip -br link show lo')
      expect(entered).toMatchObject({ place: { depth: 1, namespace: 'inner' }, stdout: expect.stringMatching(/DOWN/) })
      expect(inside).toMatchObject({
        place: { depth: 1, namespace: 'inner', directory: '/var' },
        stdout: expect.stringMatching(/DOWN/),
      })
      expect(left).toMatchObject({ place: { depth: 0, namespace: 'root' }, stdout: expect.stringMatching(/UNKNOWN/) })
      expect(left.failures).toEqual([])
    })

    it('tells its own failures, and its end is none', async () => {
      const result = await lab.run('bash\nfalse\nexit\ntrue')
      expect(result.failures).toEqual([{ command: 'false', line: 2, exitCode: 1 }])
    })

    it('nests, and knows a namespace without a name', async () => {
      expect((await lab.run('bash\nunshare -n bash')).place).toMatchObject({ depth: 2, namespace: null })
      expect((await lab.run('exit\nexit')).place).toMatchObject({ depth: 0, namespace: 'root' })
    })

    it('is not one that only runs a script', async () => {
      expect(await lab.run('bash <<END\necho $((1 + 1))\nEND\necho "echo 3" | bash\nbash -c "echo 4"')).toMatchObject({
        stdout: '2\n3\n4\n',
        place: { depth: 0 },
      })
    })
  })

  describe('background jobs', () => {
    /** `wait` does not wait for a job that is stopped, though it was killed. */
    const untilGone = 'while kill -0 $! 2>/dev/null; do :; done'

    it('survive their call, and can be listed, waited for and killed in a later one', async () => {
      await lab.run('sleep 60 &\npid=$!')
      expect(await lab.say('jobs | grep -c Running; kill -0 $pid && echo alive; kill %1; wait $pid; echo $?')).toMatch(
        /^1\nalive\n143/,
      )
    })

    it('speak in the call that runs when they do', async () => {
      await lab.run('(sleep 0.2; echo late) &')
      expect((await lab.run('wait')).stdout).toBe('late\n')
    })

    it('that speak between two calls are heard in the next', async () => {
      await lab.run('(sleep 0.1; echo between; touch /tmp/said) &')
      await lab.node.spawn(['sh', '-c', 'until [ -e /tmp/said ]; do sleep 0.02; done'])
      expect((await lab.run('true')).stdout).toBe('between\n')
    })

    it('are told to have ended by the call in which they do', async () => {
      const { stderr } = await lab.run(`sleep 60 &\nkill $!; ${untilGone}`)
      expect(stderr).toMatch(/^\[1\] \d+\n\[1\]\+ {2}Terminated {14}sleep 60\n$/)
      expect((await lab.run('true')).stderr).toBe('')
    })

    it('cannot take what is typed: one that reads the terminal stops', async () => {
      const stopped = 'for i in $(seq 200); do jobs -s | grep -q cat && break; sleep 0.1; done'
      await lab.run(`cat > /tmp/taken &\n${stopped}`)
      expect(await lab.say('echo typed; wc -c < /tmp/taken; jobs -s | grep -c cat')).toBe('typed\n0\n1')
      await lab.run(`kill -9 $!; ${untilGone}`)
    })

    it('a server in the background serves later calls', async () => {
      await lab.run('cd /tmp; python3 -m http.server 8080 --bind 127.0.0.1 > /tmp/log 2>&1 &\nserver=$!')
      const ask =
        'for i in $(seq 100); do curl -s -o /dev/null -w "%{http_code}" http://127.0.0.1:8080/ && break; sleep 0.1; done'
      expect(await lab.say(ask)).toMatch(/200$/)
      await lab.run('kill $server; wait $server 2>/dev/null')
    })
  })

  it('the shell that ends is replaced, the network stays, and the result says so', async () => {
    const node = await start()
    const shell = await node.shell()
    await shell.run('ip netns add kept; gone=1')
    for (const [line, told] of [
      ['kill -9 $$', 'was killed by SIGKILL'],
      ['exit', 'ended with status 0'],
      ['exit 3', 'ended with status 3'],
      ['exec false', 'ended with status 1'],
      ['set -e; false', 'ended with status 1'],
      ['exec 0< /dev/null', 'ended with status 0'],
    ]) {
      const { stderr, place } = await shell.run(`${line}\necho never`)
      expect(stderr).toContain(`the shell ${told}`)
      expect(stderr).toContain('Not run: the last line')
      expect(place).toMatchObject({ depth: 0, namespace: 'root' })
      expect((await shell.run('ip netns list; echo "gone=$gone"')).stdout).toBe('kept\ngone=\n')
    }
  })
}
