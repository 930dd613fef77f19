import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findRunningNodes } from '../../src/engine/index.js'
import { vethbook } from '../support/cli.js'

const program = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'practice-test-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A line, what to type after all that was shown until then, or that the terminal closes. */
type Typed = string | ((shown: string) => string) | typeof CLOSE
const CLOSE = Symbol('close')

/** Types into a terminal, each line when the shell has shown its prompt; what was shown, and the exit code. */
async function type(words: string, lines: readonly Typed[]): Promise<{ shown: string; code: number | null }> {
  const command = `${process.execPath} ${program} practice ${words}`
  const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    env: { ...process.env, TMPDIR: folder, LANG: 'C.UTF-8', TERM: 'dumb' },
  })
  const waiting = [...lines]
  let shown = ''
  let answered = 0
  child.stdout.on('data', (chunk: Buffer) => {
    shown += chunk.toString()
    if (!/practice:\S*\$ $/.test(shown.slice(answered))) return
    const next = waiting.shift()
    answered = shown.length
    if (next === CLOSE) child.kill('SIGKILL')
    else if (next !== undefined) child.stdin.write(typeof next === 'string' ? next : next(shown))
  })
  const [code] = (await once(child, 'close')) as [number | null]
  return { shown: shown.replaceAll('\r\n', '\n'), code }
}

/** Machines of a practice that still run. */
const left = () => findRunningNodes().filter(({ directory }) => directory.startsWith(folder))

/** What the solution says that mends it, as one line to type. */
const cure = (shown: string): string => {
  const [, lines = ''] = /What mends it:\r?\n((?: {6}.*\r?\n)+)/.exec(shown) ?? []
  const commands = lines.split(/\r?\n/).map((line) => line.trim())
  return `${commands.filter((line) => line !== '').join('; ')}\n`
}

test('is a shell in which something is broken, found and mended; then the next; at the end nothing is left', async () => {
  const { shown, code } = await type('--level 1 --seed 5', [
    'ip netns\n',
    'help\n',
    'found gremlins at ns1\n',
    'hint\n',
    'repaired\n',
    'give-up\n',
    cure,
    'repaired\n',
    'ip netns exec ns1 bash\n',
    'next\n',
    'exit\n',
    'next 9\n',
    'next 2\n',
    'task | tail -n 2\n',
    '\x04',
  ])
  expect(shown).toMatch(/practice:~\$ help\n {2}task +what is broken, once more/)
  expect(shown).toContain('? ns1 no longer reaches 10.0.0.2.')
  expect(shown).toContain('There is no cause "gremlins" at this level. There are: link-down, no-address, wrong-subnet')
  expect(shown).toContain('ping said:')
  expect(shown).toContain('10.0.0.2 does not answer ns1 yet.')
  expect(shown).toMatch(/ns1 reaches 10\.0\.0\.2 again, after .* and 2 commands\./)
  expect(shown).toContain('Leave this shell first: exit')
  expect(shown).toContain('There is no level 9.')
  expect(shown).toContain('The same once more: level 2, seed 6.')
  expect(shown).toContain('1 of 2 mended. Nothing of it is left.')
  expect(code).toBe(0)
  expect(readdirSync(folder)).toEqual([])
  expect(left()).toEqual([])
})

test('where its terminal is closed, nothing is left either', async () => {
  await type('--seed 5', [CLOSE])
  await expect.poll(() => readdirSync(folder), { timeout: 20_000 }).toEqual([])
  await expect.poll(left, { timeout: 20_000 }).toEqual([])
})

test('wants a terminal, and a level that there is', async () => {
  expect(await vethbook(['practice'])).toMatchObject({
    code: 1,
    stderr: 'vethbook: practice is a shell for you to type in: its input must be a terminal\n',
  })
  expect(await vethbook(['practice', '--level', '7'])).toMatchObject({ code: 2 })
})
