import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { notebookSession, type MagicContext } from '../../src/display/index.js'
import { openLab, type Lab } from '../../src/lab/index.js'
import { recordShown, textOf, type RecordingSink } from './recording-sink.js'

let lab: Lab
let sink: RecordingSink

beforeAll(async () => {
  sink = recordShown()
  lab = await openLab({ name: 'magic-test' })
})
afterAll(() => lab.dispose())
beforeEach(async () => {
  await lab.reset()
  sink.clear()
})

const never: MagicContext = {
  evaluate: () => Promise.reject(new Error('nothing is to be evaluated')),
  isDeclared: () => true,
}

function runCell(args: string, body: string, context = never): Promise<void> {
  for (const hooks of notebookSession().hooks) {
    const ran = hooks.cellMagic?.({ name: 'sh', arguments: args, body }, context)
    if (ran) return ran
  }
  throw new Error('no one knows %%sh')
}

describe('%%sh', () => {
  it('runs its lines in the lab opened last, as lab.sh does', async () => {
    await runCell('', 'sudo ip netns add ns1\nip netns list')
    expect(sink.text).toBe('ns1\n')
    expect(textOf(sink.last[0])).toContain('namespace ns1 was added')
    expect((await lab.sh`ip netns list`).stdout).toBe('ns1\n')
  })
  it('counts lines as the cell does, with %%sh as the first', async () => {
    await expect(runCell('', 'true\nfalse')).rejects.toMatchObject({
      failures: [{ command: 'false', line: 3, exitCode: 1 }],
    })
  })
  it('takes --fails, --maybe and --for', async () => {
    await runCell('--fails', 'false')
    await expect(runCell('--fails', 'true')).rejects.toMatchObject({ code: 'NOTHING_FAILED' })
    await runCell('--maybe', 'false')
    await runCell('--maybe --for 300ms', 'false\nsleep 60\necho later')
    await runCell('--for=0.3s', 'sleep 60\necho again')
    expect(sink.text).toMatch(/later\n[^]*again\n$/)
  })
  it.each([
    ['--fail', /%%sh does not know --fail\. It takes --fails/],
    ['--for', /--for wants a time like 5s, 500ms or 1m, not nothing/],
    ['--for soon', /not soon/],
    ['--for 0', /not 0/],
    ['bash', /does not know bash/],
  ])('refuses %j, and says what it takes', async (args, message) => {
    await expect(runCell(args, 'echo ran')).rejects.toThrow(message)
    expect(sink.text).toBe('')
  })
  it('gives backslashes and backticks to bash as they stand', async () => {
    await runCell('', "printf 'a\\tb\\n'; echo `echo back` ${HOME:+home} \\\n  joined")
    expect(sink.text).toBe('a\tb\nback home joined\n')
  })
  it('is stopped by the stop button', async () => {
    for (const hooks of notebookSession().hooks) await hooks.beforeCell?.({ number: 1, code: '' })
    const cell = runCell('', 'echo begun\nsleep 60\necho later').catch((error: unknown) => error)
    while (!sink.text.includes('begun')) await setTimeout(10)
    expect(notebookSession().hooks.some((hooks) => hooks.interrupt?.() === true)).toBe(true)
    expect(await cell).toMatchObject({ code: 'STOPPED' })
    expect(sink.text).toContain('later')
  })
  it('leaves other magics to others', () => {
    for (const hooks of notebookSession().hooks) {
      expect(hooks.cellMagic?.({ name: 'python', arguments: '', body: '' }, never)).toBeUndefined()
    }
  })
})

describe('%%sh where no lab is open', () => {
  it('opens one and defines the variable lab', async () => {
    await lab.dispose()
    const evaluated: string[] = []
    await runCell('', 'hostname', {
      isDeclared: () => false,
      evaluate: async (source) => {
        evaluated.push(source)
        lab = await openLab()
      },
    })
    expect(evaluated).toEqual(["import { openLab } from 'vethbook'\nconst lab = await openLab()"])
    expect(sink.text).toBe('lab\n')
  })
  it('leaves a variable of that name alone', async () => {
    await lab.dispose()
    await runCell('', 'hostname')
    expect(sink.text).toBe('lab\n')
    lab = await openLab()
  })
})
