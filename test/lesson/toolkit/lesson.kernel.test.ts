import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { mime } from '../../../src/display/index.js'
import { startKernel, type Execution, type KernelClient } from '../../../src/kernel/index.js'

/** A lesson's cells in our own kernel, run by a program: nobody is there to click. */
let folder: string
let kernel: KernelClient

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vethbook-lesson-'))
  const env = { ...process.env, LANG: 'C.UTF-8', VETHBOOK_NOTEBOOK: join(folder, 'lesson.ipynb') }
  kernel = await startKernel({ cwd: folder, env })
})
afterAll(async () => {
  await kernel.shutdown()
  rmSync(folder, { recursive: true, force: true })
})

async function run(code: string): Promise<Execution> {
  return kernel.execute(code, { stopOnError: false })
}

function texts({ outputs }: Execution): string[] {
  return bundles({ outputs }).map((data) => String(data[mime.text]))
}

function bundles({ outputs }: Pick<Execution, 'outputs'>): Record<string, unknown>[] {
  return outputs.flatMap((output) => ('data' in output ? [output.data] : []))
}

function progress(): unknown {
  return JSON.parse(readFileSync(join(folder, '.vethbook/lesson.json'), 'utf8'))
}

describe('a prediction where nobody is', () => {
  const ask = "import { lesson } from 'vethbook'\nconst guess = await lesson.predict('How many links?', [1, 2, 3]"

  it('takes the default at once, and shows it beside what happened', async () => {
    const asked = await run(`${ask}, { default: 2 })`)
    expect(asked.error).toBeUndefined()
    expect(texts(asked)).toEqual([
      '? Predict: How many links?\n  a) 1\n  b) 2\n  c) 3\n  Nobody is here to predict; taken as default: 2',
    ])
    const observed = await run("await guess.observed(1 + 2, { because: 'a link is counted once' })")
    expect(texts(observed)).toEqual([
      '≠ How many links?\n  Predicted: 2\n  Observed: 3\n  Not as predicted.\n  Why: a link is counted once.',
    ])
    expect(bundles(observed)[0]?.[mime.prediction]).toEqual({
      question: 'How many links?',
      choices: ['1', '2', '3'],
      answer: '2',
      isDefault: true,
      observed: '3',
      right: false,
      because: 'a link is counted once',
    })
  })

  it('is replaced by a line of the reader, which a later default leaves alone, over a restart of the kernel, too', async () => {
    await run(`${ask}, { mine: 'c' })`)
    await run('await guess.observed(3)')
    await kernel.restart()
    await run(`${ask})`)
    expect(progress()).toMatchObject({
      version: 1,
      predictions: { 'How many links?': { answer: '3', by: 'reader', observed: '3', right: true } },
    })
    await run('await lesson.reset()')
    expect(() => progress()).toThrow(/ENOENT/)
  })

  it('says what is wrong with a choice that is none', async () => {
    const { error } = await run(`${ask}, { mine: 'd' })`)
    expect(error?.evalue).toMatch(/mine is "d", which is none of its choices\. There are: 1, 2, 3/)
  })

  it('speaks Chinese when told to', async () => {
    await run("await lesson.language('zh')")
    expect(texts(await run(`${ask})`))).toEqual([expect.stringContaining('预测：How many links?')])
  })
})

/** A bound against hanging, in milliseconds. */
const soon = { timeout: 30_000, interval: 50 }

describe('goals of a section', () => {
  const pair = `%%sh
ip netns add ns1
ip netns add ns2
ip link add veth1 netns ns1 type veth peer name veth2 netns ns2
ip -n ns1 addr add 10.0.0.1/24 dev veth1
ip -n ns2 addr add 10.0.0.2/24 dev veth2
ip -n ns1 link set veth1 up`
  const on = '%%sh\nip -n ns2 link set veth2 up'
  const off = '%%sh\nip -n ns2 link set veth2 down'

  beforeAll(async () => {
    await kernel.restart()
    const begun = await run(`import { isUp, lesson, openLab, reaches } from 'vethbook'
const lab = await openLab()
await lesson.task('both ends are up', isUp('veth1', { in: 'ns1' }), { solution: 'ip -n ns2 link set veth2 up' })
await lesson.task('ns1 reaches ns2', reaches('ns1', 'ns2'))`)
    expect(begun.error).toBeUndefined()
    expect(bundles(begun).map((data) => data[mime.check])).toEqual([
      expect.objectContaining({ goal: 'both ends are up', passed: false, solution: 'ip -n ns2 link set veth2 up' }),
      expect.objectContaining({
        goal: 'ns1 reaches ns2',
        passed: false,
        saw: 'there is no namespace ns1; there is none yet',
      }),
    ])
  })

  it('are announced below the cell that reaches them, a ping a moment later', async () => {
    expect(news(await run(pair))).toEqual([])
    const reached = await run(on)
    expect(news(reached)[0]).toBe('✓ Just reached: both ends are up')
    await vi.waitFor(() => expect(news(reached)).toContain('✓ Just reached: ns1 reaches ns2'), soon)
    expect(news(await run('1 + 1'))).toEqual([])
  })

  it('and when they are no longer so, with what broke them', async () => {
    const broken = await run(off)
    expect(texts(broken).find((text) => text.includes('both ends'))).toBe(
      '✗ No longer so: both ends are up\n' +
        '  Seen: veth1 in ns1 is up at this end only: its other end, veth2 in ns2, is switched off.\n' +
        '  What changed: veth1 in ns1 is now up but without carrier, since the other end is down (lower layer down); ' +
        'veth2 in ns2 is now admin down; ns2 lost a route: 10.0.0.0/24 dev veth2 src 10.0.0.2 (its link is down).',
    )
    await vi.waitFor(() => expect(news(broken)).toContain('✗ No longer so: ns1 reaches ns2'), soon)
  })

  it('and by what is in no state: a rule of the firewall', async () => {
    const mended = await run('%%sh\nip -n ns2 link set veth2 up')
    await vi.waitFor(() => expect(news(mended)).toContain('✓ Just reached: ns1 reaches ns2'), soon)
    const rule = 'ip netns exec ns2 iptables -I INPUT -p icmp -j DROP'
    const broken = await run(`%%sh\n${rule}`)
    await vi.waitFor(() => expect(news(broken)).toContain('✗ No longer so: ns1 reaches ns2'), soon)
    expect(texts(broken).find((text) => text.includes('ns1 reaches ns2'))).toContain(`What was run since: ${rule}`)
    await run(`%%sh\n${rule.replace('-I', '-D')}`)
    await run(off)
  })

  it('give one hint at a time, and the solution when asked', async () => {
    const asked = await run("const seen = await lesson.check('both ends are up')\nseen.passed")
    expect(texts(asked)).toEqual([
      '○ Not yet: both ends are up\n' +
        '  Seen: veth1 in ns1 is up at this end only: its other end, veth2 in ns2, is switched off.\n' +
        '  Wanted: veth1 in ns1 is up.\n' +
        '  Hint: A cable has two ends. Look at the other one, too.\n' +
        '  For the next hint: await lesson.hint()',
      'false',
    ])
    const hint = await run('await lesson.hint()')
    expect(bundles(hint)[0]?.[mime.hint]).toEqual({
      goal: 'both ends are up',
      hint: 'ip link set … up, for veth2 in ns2.',
      number: 2,
      total: 2,
      isSolution: false,
    })
    expect(texts(await run('await lesson.solution()'))).toEqual([
      '· A solution: both ends are up\n      ip -n ns2 link set veth2 up',
    ])
  })

  it('are in the lab’s log and in the progress, over a restart of the kernel, too', async () => {
    await run(on)
    const kinds = await run(
      "lab.events.filter((event) => event.kind.startsWith('check')).map(({ kind }) => kind).join()",
    )
    expect(texts(kinds)[0]).toMatch(/^'?check-failed,check-failed,check-passed,check-passed/)
    await kernel.restart()
    expect(progress()).toMatchObject({
      checks: { 'both ends are up': { hints: 1, solution: true, reachedAt: expect.any(String) } },
    })
  })

  it('of another lab, and of no section that runs, are not looked at', async () => {
    await run(`import { exists, lesson, openLab } from 'vethbook'
const lab = await openLab()
await lesson.task('ns1 is there', exists('ns1'))`)
    await run('await openLab()')
    expect(news(await run('%%sh\nip netns add ns1'))).toEqual([])
  })

  function news(execution: Execution): string[] {
    return bundles(execution).flatMap((data) => (mime.check in data ? [String(data[mime.text]).split('\n')[0]!] : []))
  }
})
