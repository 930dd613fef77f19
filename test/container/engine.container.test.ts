import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createContainerEngine } from '../../src/engine/index.js'
import { done, IMAGE } from './podman.js'

const running = (): Promise<string> => done('ps', '--quiet', '--filter', `ancestor=${IMAGE}`)

it('the engine container runs a lab in our image with the least it needs, and leaves nothing', async () => {
  const engine = createContainerEngine()
  expect(await engine.probe()).toMatchObject({
    works: true,
    detail: expect.stringMatching(
      /^In a container by podman, with the capabilities of any container\. Inside: As root/,
    ) as unknown,
  })

  const before = await running()
  const directory = mkdtempSync(join(tmpdir(), 'vethbook-container-'))
  const node = await engine.start({ name: 'lab', directory })
  const { stdout } = await node.spawn(['sh', '-c', 'pwd; hostname; touch seen-outside'])
  expect(stdout).toBe(`${directory}\nlab\n`)
  expect(readdirSync(directory)).toEqual(['seen-outside'])
  const { exitCode } = await (await node.shell()).run('ip netns add ns1\nip netns exec ns1 true')
  expect(exitCode).toBe(0)
  const state = await node.netlink?.readState()
  expect(state?.namespaces.map(({ name }) => name)).toEqual(['root', 'ns1'])

  await node.dispose()
  expect(await node.ended).toBeNull()
  await expect.poll(running, { timeout: 60_000 }).toBe(before)
  rmSync(directory, { recursive: true })
})
