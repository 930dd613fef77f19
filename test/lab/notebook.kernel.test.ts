import { mkdtempSync, rmSync, symlinkSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { mime } from '../../src/display/index.js'
import { startKernel, type Execution, type KernelClient } from '../../src/kernel/index.js'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** A lab in our own kernel: cells, stops, and pictures that follow later cells. */
let folder: string
let kernel: KernelClient

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vethbook-lab-'))
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(root, join(folder, 'node_modules/vethbook'))
  kernel = await startKernel({ cwd: folder })
})
afterAll(async () => {
  await kernel.shutdown()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  await run("import { openLab } from 'vethbook'\nconst lab = await openLab()")
})

async function run(code: string): Promise<Execution> {
  return kernel.execute(code, { stopOnError: false })
}

function streams({ outputs }: Execution): string {
  return outputs.flatMap((output) => (output.output_type === 'stream' ? [output.text].flat() : [])).join('')
}

function bundles({ outputs }: Execution): Record<string, unknown>[] {
  return outputs.flatMap((output) => ('data' in output ? [output.data] : []))
}

/** Runs a cell and presses stop once it has printed that. */
async function stopped(code: string, printed: RegExp): Promise<Execution> {
  let isPressed = false
  return kernel.execute(code, {
    stopOnError: false,
    onOutput: (output) => {
      if (isPressed || !printed.test(JSON.stringify(output))) return
      isPressed = true
      void kernel.interrupt()
    },
  })
}

describe('a lab in a notebook', () => {
  it('opens for the first %%sh, and is the variable lab from then on', async () => {
    await kernel.restart()
    const first = await run('%%sh\nlee@srv01:~$ sudo ip netns add ns1\nlee@srv01:~$ ip netns list\nns1')
    expect(first.status).toBe('ok')
    expect(streams(first)).toBe('ns1\n')
    const names = await run('(await lab.state()).namespaces.map(({ name }) => name).join()')
    expect(bundles(names)).toEqual([{ [mime.text]: "'root,ns1'" }])
  })
  it('ends a stopped cell as an error, and keeps the variables of both languages', async () => {
    await run('const kept = 41')
    const cell = await stopped('%%sh\nx=1\necho begun; sleep 60\necho later', /begun/)
    expect(cell).toMatchObject({ status: 'error', error: { ename: 'CommandError' } })
    expect(streams(cell)).toContain('later')
    const after = await run('const { stdout } = await lab.sh({ quiet: true })`echo $x`\nstdout.trim() + kept')
    expect(bundles(after)).toEqual([{ [mime.text]: "'141'" }])
  })
  it('ends a stopped ping, and shows what it had told', async () => {
    await run('await lab.sh({ quiet: true })`ip link set lo up`')
    const cell = await stopped(
      "await lab.ping('root', '127.0.0.1', { count: 1000, intervalMs: 20 })",
      /[1-9]\d* of 1000 replies/,
    )
    expect(cell).toMatchObject({ status: 'error', error: { ename: 'StoppedError' } })
    expect(String(bundles(cell)[0]?.[mime.text])).toMatch(/^\d+ pings root → 127\.0\.0\.1: /)
  })
  it('shows what a call shows once', async () => {
    const cell = await run('await lab.sh`echo hello; ip netns add ns1`')
    expect(streams(cell)).toBe('hello\n')
    expect(bundles(cell)).toHaveLength(1)
    const result = await run('const result = await lab.sh`echo again`\nresult')
    expect(bundles(result)).toEqual([])
    expect(bundles(await run('result'))).toEqual([{ [mime.text]: 'again' }])
  })
  it('says what links did in sentences, or draws it in their place', async () => {
    const watch = (word: string) =>
      `const links = await lab.watchLinks(() => lab.sh({ quiet: true })\`ip link set lo ${word}\`)`
    const told = bundles(await run(watch('down')))
    expect(told).toEqual([{ [mime.text]: expect.stringContaining('up, then admin down') }])
    const drawn = bundles(await run(`${watch('up')}\nlinks.plot()`))
    expect(drawn).toEqual([expect.objectContaining({ [mime.vegaLite]: expect.anything() })])
    expect(bundles(await run('links.plot()'))).toEqual(drawn)
  })
  it('draws a picture that later cells change where it stands', async () => {
    const picture = await run('await lab.topology()')
    expect(bundles(picture)).toHaveLength(1)
    await run('%%sh\nip link add veth1 type veth peer name veth2')
    expect(String(bundles(picture)[0]?.[mime.text])).toContain('veth1')
    expect(bundles(picture)[0]).not.toHaveProperty([mime.png])
    await run('await lab.topology()')
    expect(bundles(picture)[0]).toHaveProperty([mime.png])
  })
  it('says what failed, why and what to try', async () => {
    const cell = await run(
      'await lab.sh`ip netns add ns1\nip link add veth1 netns ns1 type veth peer name veth2\nsudo ip link delete veth1`',
    )
    expect(streams(cell)).toBe('Cannot find device "veth1"\n')
    expect(cell.error?.evalue).toBe(
      `sudo ip link delete veth1 (line 3) failed with exit code 1
veth1 is in ns1, not in the root namespace. Try: sudo ip -n ns1 link delete veth1`,
    )
  })
})
