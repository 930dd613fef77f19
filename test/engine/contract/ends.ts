import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import type { Engine } from '../../../src/engine/index.js'
import { startNodes, temporaryFolder } from './node.js'

const OWNER = fileURLToPath(new URL('../../support/engine-owner.mjs', import.meta.url))

export function describeEnds(engine: Engine): void {
  const start = startNodes(engine)

  /** A process that starts a node in this folder, fills it, and says so. */
  const startOwner = async (folder: string): Promise<ChildProcess> => {
    const owner = spawn(process.execPath, [OWNER, engine.name, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
    for await (const chunk of owner.stdout) if (String(chunk).includes('ready')) return owner
    throw new Error('the owner ended before its node was ready')
  }
  const startIn = async () => {
    const folder = temporaryFolder()
    return { folder, node: await start('lab', folder) }
  }
  const background = 'ip netns add ns1\nsleep 1000 &\nip netns exec ns1 sleep 1000 &\n(setsid sleep 1000 &)'

  it('after dispose, which may be called twice', async () => {
    const { node, folder } = await startIn()
    await (await node.shell()).run(background)
    expect(processesIn(folder)).not.toEqual([])
    await Promise.all([node.dispose(), node.dispose()])
    expect(processesIn(folder)).toEqual([])
    expect(await node.ended).toBe(null)
  })

  it('while commands run: they fail, and say why', async () => {
    const node = await start()
    const hanging = Promise.allSettled([node.spawn(['sleep', '60']), (await node.shell()).run('sleep 60')])
    await node.dispose()
    for (const { status } of await hanging) expect(status).toBe('rejected')
    await expect(node.spawn(['true'])).rejects.toThrow(/disposed/)
    await expect(node.shell().then((shell) => shell.run('true'))).rejects.toThrow(/disposed/)
  })

  it('after an owner that has nothing more to do, and ends by itself', async () => {
    const folder = temporaryFolder()
    const owner = spawn(process.execPath, [OWNER, engine.name, folder, 'once'], { stdio: 'ignore' })
    expect(await once(owner, 'exit')).toEqual([0, null])
    await expect.poll(() => processesIn(folder), { timeout: 10_000, interval: 20 }).toEqual([])
    rmSync(folder, { recursive: true })
  })

  it('after kill -9 of the owner', async () => {
    const folder = temporaryFolder()
    const owner = await startOwner(folder)
    expect(processesIn(folder)).not.toEqual([])
    owner.kill('SIGKILL')
    await once(owner, 'exit')
    await expect.poll(() => processesIn(folder), { timeout: 10_000, interval: 20 }).toEqual([])
    rmSync(folder, { recursive: true })
  })

  // In an emulator the agent is no process of this machine: the emulator is.
  it.each(['SIGKILL', 'SIGSTOP'] as const)('after the owner dies with an agent that has had %s', async (signal) => {
    const folder = temporaryFolder()
    const owner = await startOwner(folder)
    const agent = processesIn(folder).find(({ command }) => /\/agent\/main\.js|^qemu-system/.test(command))
    process.kill(agent?.pid as number, signal)
    owner.kill('SIGKILL')
    await expect.poll(() => processesIn(folder), { timeout: 10_000, interval: 20 }).toEqual([])
    rmSync(folder, { recursive: true })
  })

  it('after kill -9 of everything that a cell can kill: the calls fail, and the node says so', async () => {
    const { node, folder } = await startIn()
    await (await node.shell()).run(background)
    await expect((await node.shell()).run('kill -9 -1; sleep 60')).rejects.toThrow(/ended/)
    expect(await node.ended).toMatch(/ended/)
    expect(processesIn(folder)).toEqual([])
    await expect(node.spawn(['true'])).rejects.toThrow(/ended/)
  })
}

interface Seen {
  pid: number
  command: string
}

/** Processes of the sandbox whose notebook folder this is: they stand in it, or were given it. */
function processesIn(folder: string): Seen[] {
  const own = process.pid
  const roots = all().filter(
    ({ pid, command }) => pid !== own && command.includes(folder) && !command.includes('engine-owner'),
  )
  const parents = new Map(all().map(({ pid, parent }) => [pid, parent]))
  const descends = (pid: number): boolean => {
    for (let at: number | undefined = pid; at !== undefined && at > 1; at = parents.get(at))
      if (roots.some((root) => root.pid === at)) return true
    return false
  }
  return all().filter(({ pid }) => descends(pid))
}

function all(): (Seen & { parent: number })[] {
  return readdirSync('/proc').flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return []
    try {
      const command = readFileSync(`/proc/${entry}/cmdline`, 'utf8').replaceAll('\0', ' ')
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8')
      const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return state === 'Z' ? [] : [{ pid: Number(entry), parent: Number(parent), command }]
    } catch {
      // It has ended since the folder was read.
      return []
    }
  })
}
