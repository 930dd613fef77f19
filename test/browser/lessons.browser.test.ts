import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../support/processes.js'
import { Browser } from './chromium.js'
import { contrast, luminance, parseColour, seenColours } from './contrast.js'
import { JupyterLab } from './jupyterlab.js'
import { NotebookPage } from './notebook-page.js'
import { isRunning } from './process-tree.js'

let server: JupyterLab
let browser: Browser

beforeAll(async () => {
  server = await JupyterLab.start()
  browser = await Browser.launch()
})

afterAll(async () => {
  await browser.close()
  await server.dispose()
})

async function openLesson(name: string): Promise<NotebookPage> {
  return NotebookPage.in(await browser.open(server.urlOf(name)), await server.codeCells(name))
}

let count = 0

/** A new notebook with these code cells, by their ids. */
async function openNew(cells: Record<string, string>): Promise<NotebookPage> {
  const name = `new-${(count += 1)}.ipynb`
  await server.addNotebook(name, cells)
  return openLesson(name)
}

const open = "import { openLab } from 'vethbook'\nconst lab = await openLab()"

describe('the address that npm start prints', () => {
  it('opens the first lesson with its kernel, asks nothing and changes nothing', async () => {
    const notebook = await NotebookPage.in(await browser.open(server.url), [])
    expect(await notebook.tab()).toBe('00-start-here.ipynb')
    expect(await notebook.page.getByRole('heading', { name: 'Start here' }).isVisible()).toBe(true)
    expect(await notebook.interruptions()).toEqual([])
    expect(await notebook.hasUnsavedChanges()).toBe(false)
    await notebook.page.close()
  })
})

describe('notebook 01, all of it run', () => {
  let notebook: NotebookPage

  beforeAll(async () => {
    notebook = await openLesson('01-veth-pair.ipynb')
    await notebook.runAll()
  })

  afterAll(() => notebook.page.close())

  it('runs each cell once, and none fails', async () => {
    expect(await notebook.errors()).toEqual({})
    expect(await notebook.prompts()).toEqual(await notebook.promptsInOrder())
  })

  it('shows what the commands printed, and what they changed', async () => {
    expect(await notebook.cell('move-run').text()).toContain('veth1 moved from the root namespace to ns1')
    const pings = await notebook.cell('ping-run').text()
    expect(pings).toContain('64 bytes from 192.168.1.102: icmp_seq=1 ttl=64 time=')
    expect(pings.match(/3 packets transmitted, 3 received, 0% packet loss/g)).toHaveLength(2)
    expect(await notebook.cell('delete-as-printed').text()).toBe('Cannot find device "veth1"\n')
  })

  it('draws the topology', async () => {
    const [picture = ''] = await notebook.cell('up-lo').pictures()
    for (const word of ['ns1', 'ns2', 'veth1', 'veth2', '192.168.1.101/24', '192.168.1.102/24']) {
      expect(picture).toContain(`>${word}<`)
    }
  })

  it('draws a hundred round-trip times, and the links over time', async () => {
    const [times = ''] = await notebook.cell('ping-there').charts()
    expect(times).toContain('100 pings ns1 → 192.168.1.102: none lost, median')
    expect(times).toContain('round trip (ms)')
    expect(times).toMatch(/^p95 [\d.]+ ms$/m)
    const [states = ''] = await notebook.cell('states-watch').charts()
    for (const word of ['veth1', 'veth2', 'up', 'admin down', 'lower layer down']) {
      expect(states.split('\n')).toContain(word)
    }
  })

  it.each(['Light', 'Dark'] as const)('can be read in the theme JupyterLab %s', async (theme) => {
    await notebook.chooseTheme(theme)
    const ground = parseColour(await notebook.ground())
    expect(luminance(ground) < 0.5).toBe(theme === 'Dark')
    for (const chart of ['ping-there', 'states-watch']) {
      const inks = await notebook.cell(chart).chartInks()
      expect(inks.length).toBeGreaterThan(10)
      for (const ink of inks) expect(contrast(parseColour(ink, ground), ground), chart).toBeGreaterThan(4.5)
    }
    const picture = await seenColours(notebook.cell('up-lo').locator.locator('.jp-RenderedSVG img'))
    expect(luminance(picture.ground) < 0.5).toBe(theme === 'Dark')
    expect(contrast(picture.ink, picture.ground)).toBeGreaterThan(7)
  })
})

describe('restart and run all', () => {
  it('runs a lesson again from the top', async () => {
    const notebook = await openLesson('00-start-here.ipynb')
    await notebook.runAll()
    await notebook.restartAndRunAll()
    expect(await notebook.errors()).toEqual({})
    expect(await notebook.prompts()).toEqual(await notebook.promptsInOrder())
    expect(await notebook.cell('bridge-ping-run').text()).toMatch(
      /5 pings red → 10\.0\.0\.2sentreceivedlost.*max \(ms\)550/,
    )
    await notebook.page.close()
  })
})

describe('a cell that fails', () => {
  it('says what is wrong and where; the cells below it do not run', async () => {
    const notebook = await openNew({
      open,
      fails: "const name = 'veth1'\nthrow new Error(`no ${name} here`)",
      below: "console.log('ran')",
    })
    await notebook.runAll()
    expect(await notebook.prompts()).toEqual(['[1]:', '[2]:', '[ ]:'])
    expect(await notebook.cell('fails').text()).toMatch(/^Error: no veth1 here\n/)
    expect(await notebook.cell('fails').text()).toMatch(/at Cell \[2\]:2:7/)
    expect(await notebook.cell('below').text()).toBe('')
    await notebook.page.close()
  })
})

describe('the stop button', () => {
  const hanging = {
    'a command that never ends': '%%sh\nping 127.0.0.1',
    'a silent command': '%%sh\necho icmp_seq=2\nsleep 1000',
    'a loop': "console.log('icmp_seq=2')\nwhile (true) {}",
  }
  let notebook: NotebookPage

  beforeAll(async () => {
    notebook = await openNew({
      open: `${open}\nconst kept = 41`,
      add: '%%sh\nsudo ip netns add still-here',
      ...hanging,
      list: '%%sh\nip netns list',
      kept: 'kept + 1',
    })
    await notebook.run('open', 'add')
  })

  afterAll(() => notebook.page.close())

  it.each(Object.keys(hanging))('ends %s; the lab, the variables and the next cells live on', async (what) => {
    const cell = notebook.cell(what)
    await cell.start()
    await cell.says(/icmp_seq=2/)
    expect(await cell.prompt()).toBe('[*]:')
    await notebook.press('Interrupt the kernel')
    await cell.end()

    expect(await cell.errors()).toHaveLength(1)
    await notebook.run('list', 'kept')
    expect(await notebook.cell('list').text()).toBe('still-here\n')
    expect(await notebook.cell('kept').text()).toContain('42')
  })
})

describe('the live topology', () => {
  it('follows the network from its place, until the next one is shown', async () => {
    const notebook = await openNew({
      open,
      before: 'await lab.topology()',
      first: '%%sh\nsudo ip netns add first',
      after: 'await lab.topology()',
      second: '%%sh\nsudo ip netns add second',
    })
    const [before, after] = [notebook.cell('before'), notebook.cell('after')]
    await notebook.run('open', 'before')
    expect(await before.pictures()).toEqual([expect.not.stringContaining('first')])
    await notebook.run('first')
    await expect.poll(() => before.pictures()).toEqual([expect.stringContaining('>first<')])

    await notebook.run('after', 'second')
    await expect.poll(() => after.pictures()).toEqual([expect.stringContaining('>second<')])
    expect(await before.pictures()).toEqual([expect.not.stringContaining('second')])
    await notebook.page.close()
  })
})

describe('all of these pages', () => {
  it('had no error in their consoles and asked no other host for anything', () => {
    expect(browser.troubles).toEqual([])
  })
})

describe('Ctrl+C where npm start runs', () => {
  it('leaves nothing of the server, its kernels and their sandboxes', async () => {
    const notebook = await openNew({ open, leave: '%%sh\nsudo ip netns add ns1\nsudo ip netns exec ns1 sleep 1000 &' })
    await notebook.run('open', 'leave')
    const processes = server.processes()
    expect(processes.map(({ command }) => command)).toContain('sleep 1000')

    await server.pressCtrlC()
    expect(server.output).toContain('Ended: the server, its kernels and their sandboxes.')
    await eventually(() => (processes.some(isRunning) ? undefined : true), { withinMs: 10_000 })
    expect(processes.filter(isRunning)).toEqual([])
  })
})
