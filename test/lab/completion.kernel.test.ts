import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startKernel, type KernelClient } from '../../src/kernel/index.js'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Tab and Shift+Tab in our own kernel, with a lab and without. */
let folder: string
let kernel: KernelClient

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vethbook-tab-'))
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(root, join(folder, 'node_modules/vethbook'))
  writeFileSync(join(folder, 'my topology.yaml'), '')
  kernel = await startKernel({ cwd: folder })
})
afterAll(async () => {
  await kernel.shutdown()
  rmSync(folder, { recursive: true, force: true })
})

async function run(code: string): Promise<void> {
  const { status, error } = await kernel.execute(code, { stopOnError: false })
  expect(error?.evalue).toBeUndefined()
  expect(status).toBe('ok')
}

interface Reply {
  matches: string[]
  cursor_start: number
  cursor_end: number
  metadata: { _jupyter_types_experimental: { text: string; type: string; start: number; end: number }[] }
}

/** `▮` is the cursor; counted in code points, as the protocol wants it. */
function split(marked: string): [code: string, cursor: number] {
  return [marked.replace('▮', ''), [...(marked.split('▮')[0] ?? '')].length]
}

async function reply(marked: string): Promise<Reply> {
  return (await kernel.complete(...split(marked))) as unknown as Reply
}

async function matches(marked: string): Promise<string[]> {
  return (await reply(marked)).matches
}

/** Milliseconds: a bound against waiting in vain. */
const soon = { timeout: 60_000 }

/** Asked until it is so: what comes late, on a busy machine, is not there at the first Tab. */
function offered(marked: string) {
  return expect.poll(() => matches(marked), soon)
}

/** The text that somebody is shown; undefined: nothing is known. */
async function told(marked: string, detail: 0 | 1 = 0): Promise<string | undefined> {
  const { data } = (await kernel.inspect(...split(marked), detail)) as { data: Record<string, string> }
  return data['text/plain']
}

describe('Tab and Shift+Tab', () => {
  it('without a lab knows what needs none', async () => {
    await offered('%%s▮').toEqual(['sh'])
    await offered('%%sh --f▮').toEqual(['--fails', '--for'])
    await offered('%%sh\nsudo ip li▮').toEqual(['link'])
    await offered('%%sh\nip link set eth0 mas▮').toEqual(['master'])
    await offered('%%sh\nip link add veth1 type ve▮').toEqual(['veth'])
    await offered('%%sh\nbrid▮').toContain('bridge')
    await offered('%%sh\nip netns exec ▮').toEqual([])
    await offered('%%sh\ncat ▮').toEqual(expect.arrayContaining(['my\\ topology.yaml', 'node_modules/']))
    await offered("import { openLab } from 'vethb▮'").toEqual(['vethbook'])
    await expect.poll(() => told('%%sh\nip link se▮t lo up'), soon).toMatch(/^ip link set\b/)
  })

  it('with a lab knows its names, in cells, templates and arguments', async () => {
    await run(`import { openLab } from 'vethbook'
const lab = await openLab()
const [node2] = await lab.nodes(['node2'])
await lab.sh\`ip netns add ns1; ip netns add ns2
ip link add veth1 netns ns1 type veth peer name veth2 netns ns2
ip -n ns1 addr add 192.168.1.101/24 dev veth1
ip link add br0 type bridge; greeting=hello\`
await node2.sh\`ip netns add inner\``)
    await offered("lab.ping('▮").toEqual(['root', 'ns1', 'ns2', 'node2', 'node2/inner'])
    await offered("lab.ping('ns1', '192▮')").toEqual(['192.168.1.101'])
    await offered("node2.ping('▮')").toEqual(['root', 'inner'])
    await offered('await lab.sh`ip netns exec ns▮').toEqual(['ns1', 'ns2'])
    await offered('await node2.sh({ fails: true })`ip netns exec ▮ true`').toEqual(['inner'])
    await offered('%%sh\nip -n ns1 link set v▮').toEqual(['veth1'])
    await offered('%%sh\nsudo ip netns exec ns2 ip link set dev ▮').toEqual(['lo', 'veth2'])
    await offered('%%sh\nip link set veth9 master ▮').toEqual(['br0'])
    await offered('%%sh\nip -n ns1 addr del ▮').toContain('192.168.1.101/24')
    await offered('%%sh\nping 192▮').toEqual(['192.168.1.101'])
    await offered('%%sh\necho $gr▮').toEqual(['greeting'])
    await offered('%%sh --node ▮').toEqual(['node2'])
    await offered('%%sh --node node2\nip netns delete ▮').toEqual(['inner'])
    await offered('%%sh\nls /usr/local/sb▮').toEqual(['/usr/local/sbin/'])
  })

  it('tells each match’s type, and places in code points', async () => {
    for (const [marked, length, type, texts] of [
      ["const face = '😀😀'; lab.ping('😀', 'ns▮')", 2, 'namespace', ['ns1', 'ns2']],
      ['lab.sh`echo 😀 ${"😀"}; ip -n ns1 link set v▮`', 1, 'link', ['veth1']],
      ['%%sh\necho 😀 "😀"; ip -n ns1 link set v▮', 1, 'link', ['veth1']],
    ] as const) {
      await offered(marked).toEqual(texts)
      const { cursor_start, cursor_end, metadata } = await reply(marked)
      const [, end] = split(marked)
      const start = end - length
      expect([cursor_start, cursor_end]).toEqual([start, end])
      expect(metadata._jupyter_types_experimental).toEqual(
        texts.map((text) => ({ start, end, text, type, signature: '' })),
      )
    }
    const types = async (marked: string) => (await reply(marked)).metadata._jupyter_types_experimental[0]?.type
    await expect.poll(() => types("lab.ping('ns1', '192▮"), soon).toBe('address')
    await expect.poll(() => types('%%sh\nbrid▮'), soon).toBe('command')
    await expect.poll(() => types('%%sh\ncat my▮'), soon).toBe('file')
  })

  it('goes where the shell stands', async () => {
    await run('%%sh\nip netns exec ns1 bash')
    await offered('%%sh\nip link set ve▮').toEqual(['veth1'])
    await run('%%sh\nexit\ncd /usr/local')
    await offered('%%sh\nls sb▮').toEqual(['sbin/'])
    await offered('%%sh\nip link set ▮').toContain('br0')
  })

  it('tells of names what the kernel has of them, as text and as Markdown', async () => {
    await expect
      .poll(() => told('%%sh\nip -n ns1 link set ve▮th1 up'))
      .toMatch(/^veth1 - end of a veth pair in ns1\n[^]*192\.168\.1\.101\/24[^]*veth2 in ns2/)
    await expect.poll(() => told('%%sh\nip netns exec ns1▮ ping'), soon).toMatch(/^ns1 - network namespace\n[^]*veth1 /)
    await expect.poll(() => told("lab.ping('ns1▮'"), soon).toMatch(/^ns1 - network namespace/)
    await expect.poll(() => told("lab.ping('ns1', '192.168.▮1.101'"), soon).toContain('veth1  in ns1')
    await expect.poll(() => told('%%sh --f▮ails'), soon).toContain('--node')
    const [code, cursor] = split('%%sh\nip netns exec ns1▮')
    const { data } = (await kernel.inspect(code, cursor)) as { data: Record<string, string> }
    expect(data['text/markdown']).toMatch(/^\*\*ns1\*\* — network namespace\n\n```text\nlo /)
    await expect.poll(() => told('%%sh\nno-such-command▮'), soon).toBeUndefined()
  })

  it('tells of a command how it is called, and more when asked for more', async () => {
    await expect.poll(() => told('%%sh\nip addr a▮dd'), soon).toMatch(/ip addr(?:ess)? \{ ?add ?\|/)
    expect(await told('%%sh\nip addr a▮dd')).not.toContain('showdump')
    expect(await told('%%sh\nip addr a▮dd', 1)).toContain('showdump')
    await expect.poll(() => told('%%sh\nip -n ns1 tunt▮ap'), soon).toContain('ip tuntap { add | del')
  })

  it('is there again after a reset, and without the lab', async () => {
    await run('await lab.reset()\nawait lab.sh`ip netns add fresh`')
    await offered("lab.ping('▮").toEqual(['root', 'fresh'])
    await offered('%%sh\nip netns delete ▮').toEqual(['fresh'])
    await run('await lab.dispose()')
    await offered("lab.ping('▮')").toEqual([])
    await offered('%%sh\nip netns delete ▮').toEqual([])
    await offered('%%sh\nip netns del▮').toEqual(['delete'])
  })
})
