import { describe, expect, it } from 'vitest'
import type { Engine } from '../../../src/engine/index.js'
import { shareNode } from './node.js'

export function describeSpawn(engine: Engine): void {
  const lab = shareNode(engine)
  const python = async (code: string) => await lab.node.spawn(['python3', '-c', code])

  it('gives output, status and the command as a shell would need it', async () => {
    const result = await lab.node.spawn(['sh', '-c', 'echo out; echo err >&2; exit 3'])
    expect(result).toMatchObject({
      command: "sh -c 'echo out; echo err >&2; exit 3'",
      stdout: 'out\n',
      stderr: 'err\n',
      exitCode: 3,
      signal: null,
      timedOut: false,
      isInterrupted: false,
      isTruncated: false,
    })
  })

  it('passes every word as it is', async () => {
    const words = ['two words', '*', "it's", '$HOME', '', '\n', '"']
    const { stdout } = await lab.node.spawn(['printf', '%s|', ...words])
    expect(stdout).toBe(words.map((word) => `${word}|`).join(''))
  })

  it('streams output as it comes', async () => {
    const seen: string[] = []
    await lab.node.spawn(['sh', '-c', 'echo one; sleep 0.2; echo two >&2'], {
      onOutput: (stream, text) => seen.push(`${stream} ${text}`),
    })
    expect(seen).toEqual(['stdout one\n', 'stderr two\n'])
  })

  it('gives input, and else an empty stdin', async () => {
    expect((await lab.node.spawn(['cat'], { input: 'typed é\n' })).stdout).toBe('typed é\n')
    expect((await lab.node.spawn(['cat'])).stdout).toBe('')
    expect((await lab.node.spawn(['true'], { input: 'x'.repeat(1_000_000) })).exitCode).toBe(0)
  })

  it('runs in a named network namespace', async () => {
    await lab.node.spawn(['ip', 'netns', 'add', 'ns1'])
    await lab.node.spawn(['ip', 'link', 'add', 'veth1', 'type', 'veth', 'peer', 'name', 'veth2', 'netns', 'ns1'])
    const { stdout } = await lab.node.spawn(['ip', '-br', 'link', 'show', 'type', 'veth'], { namespace: 'ns1' })
    expect(stdout).toMatch(/^veth2@/)
  })

  it('says that a namespace is not there', async () => {
    const { exitCode, stderr } = await lab.node.spawn(['true'], { namespace: 'nowhere' })
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(/nowhere/)
  })

  it('stands neither where the shell stands nor waits for it', async () => {
    const shell = await lab.node.shell()
    await shell.run('ip netns add deep\nip netns exec deep bash\ncd /tmp')
    const hanging = shell.run('sleep 60')
    const { stdout } = await lab.node.spawn(['sh', '-c', 'pwd; ip -br link show lo'])
    shell.stop()
    await hanging
    expect((await shell.run('exit')).place.depth).toBe(0)
    expect(stdout).toMatch(/vethbook-engine-.*\nlo +UNKNOWN/)
  })

  describe('tells apart', () => {
    it('a missing command', async () => {
      expect(await lab.node.spawn(['nonesuch'])).toMatchObject({
        exitCode: 127,
        signal: null,
        stderr: 'nonesuch: command not found\n',
      })
      expect(await lab.node.spawn(['nonesuch'], { namespace: 'ns1' })).toMatchObject({ exitCode: 127 })
    })

    it('a signal', async () => {
      expect(await lab.node.spawn(['sh', '-c', 'kill -TERM $$'])).toMatchObject({ exitCode: null, signal: 'SIGTERM' })
    })

    it('a time-out, with what was said until then', async () => {
      const result = await lab.node.spawn(['sh', '-c', 'trap "" TERM INT; echo first; sleep 60'], { timeoutMs: 200 })
      expect(result).toMatchObject({ stdout: 'first\n', timedOut: true, isInterrupted: false, signal: 'SIGKILL' })
    })

    it('an abort, which ends the whole process group', async () => {
      const controller = new AbortController()
      const result = await lab.node.spawn(['sh', '-c', 'trap "" TERM INT; sleep 61 & echo up; sleep 61; sleep 61'], {
        signal: controller.signal,
        onOutput: () => controller.abort(),
      })
      expect(result).toMatchObject({ timedOut: false, isInterrupted: true, signal: 'SIGKILL' })
      const left = await lab.node.spawn(['pgrep', '-f', 'sleep 61'])
      expect(left.stdout).toBe('')
    })
  })

  it('does not start what is aborted already', async () => {
    await expect(lab.node.spawn(['touch', '/tmp/started'], { signal: AbortSignal.abort() })).rejects.toThrow(/abort/)
    expect((await lab.node.spawn(['ls', '/tmp/started'])).exitCode).not.toBe(0)
  })

  it('does not wait for what a process leaves behind, but hears it while it lives', async () => {
    const { stdout, exitCode } = await lab.node.spawn(['sh', '-c', 'sleep 60 & echo started'])
    expect({ stdout, exitCode }).toEqual({ stdout: 'started\n', exitCode: 0 })
  })

  it('cuts a flood, with a notice', async () => {
    const result = await lab.node.spawn(['head', '-c', '100000000', '/dev/zero'])
    expect(result).toMatchObject({
      exitCode: 0,
      isTruncated: true,
      stderr: expect.stringMatching(/output cut at 16 MiB/),
    })
    expect(result.stdout).toHaveLength(16 * 1024 * 1024)
  })

  it('decodes characters that are split between chunks, and replaces what is no UTF-8', async () => {
    const split =
      'import sys,time\nfor b in "€é😀".encode():\n  sys.stdout.buffer.write(bytes([b])); sys.stdout.flush(); time.sleep(0.02)'
    const chunks: string[] = []
    await lab.node.spawn(['python3', '-c', split], { onOutput: (_, text) => chunks.push(text) })
    expect(chunks.join('')).toBe('€é😀')
    expect(chunks).not.toContain('\ufffd')
    expect((await python('import sys; sys.stdout.buffer.write(b"a\\xff\\xfeb\\xe2\\x82")')).stdout).toBe(
      'a\ufffd\ufffdb\ufffd',
    )
  })

  it('runs many at once', async () => {
    const results = await Promise.all(
      Array.from({ length: 50 }, async (_, index) => (await lab.node.spawn(['echo', String(index)])).stdout),
    )
    expect(results).toEqual(Array.from({ length: 50 }, (_, index) => `${index}\n`))
  })
}
