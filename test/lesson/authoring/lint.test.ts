import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { lintNotebook } from '../../../src/lesson/index.js'
import { writeNotebookFile, type CellText } from '../../support/notebook-file.js'

const folder = mkdtempSync(join(tmpdir(), 'vethbook-lint-'))
beforeAll(() => writeFileSync(join(folder, 'glossary.md'), '# Glossary\n\n### bridge\n\n### bridge port\n\n### FDB\n'))
afterAll(() => rmSync(folder, { recursive: true }))

let count = 0

/** `cell:line rule`, or with the message where that is asked for. */
async function lint(cells: CellText[], { words = false } = {}): Promise<string[]> {
  const findings = await lintNotebook(writeNotebookFile(folder, `n${++count}.ipynb`, cells))
  for (const { id, cell, remedy } of findings) {
    expect(id).toBe(`c${cell}`)
    expect(remedy).not.toBe('')
  }
  return findings.map(({ cell, line, rule, message }) => `${cell}:${line} ${rule}${words ? `: ${message}` : ''}`)
}

const lines = (number: number) => Array.from({ length: number }, (_, index) => `const a${index} = 1`).join('\n')
const words = (number: number) => `Word${' word'.repeat(number - 1)}.`

describe('vethbook lint finds', () => {
  test('nothing in a good notebook', async () => {
    const good = [
      '# Title\n\nYou will see a bridge.',
      `import { openLab } from 'vethbook'\nconst lab = await openLab()`,
      `## A\n\nA *bridge* joins [bridge ports](glossary.md#bridge-port). See [A](#A), [below](#b) and [the net](https://x.org).\n\n![a](glossary.md)`,
      '%%sh\nsudo ip netns add ns1\nip netns exec ns1 ping -c 1 10.0.0.1',
      `### B\n\n${words(30)} ${words(30)} The bridge again.`,
      'const { namespaces } = await lab.state()',
      lines(15),
      { code: 'nobody.knows()', tags: ['raises-exception'] },
    ]
    expect(await lint(good)).toEqual([])
  })

  test('outputs and counts of an earlier run, and what they say of its order', async () => {
    const path = writeNotebookFile(folder, 'stored.ipynb', [])
    const cell = (execution_count: number | null, outputs: unknown[]) => ({
      ...{ cell_type: 'code', id: `c${execution_count}`, metadata: {}, source: '1', execution_count, outputs },
    })
    const output = { output_type: 'stream', name: 'stdout', text: 'x' }
    const cells = [cell(5, [output]), cell(3, []), cell(null, [])]
    writeFileSync(path, JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }))
    const found = await lintNotebook(path)
    expect(found.map(({ cell: number, rule, message }) => `${number} ${rule}: ${message}`)).toEqual([
      '1 stored-output: outputs and an execution count of an earlier run are stored',
      '2 stored-output: an execution count of an earlier run is stored',
      '2 unordered-cell: it ran as number 3, after a cell further down had run as number 5',
    ])
  })

  test('a name that a later cell declares, and code that does not type-check', async () => {
    const found = await lint(
      ['\nb + 1', 'const b: number = 2', 'const c: string = b', 'zzz', '%%sh\nip link', 'lab.nothing'],
      {
        words: true,
      },
    )
    expect(found).toEqual([
      '1:2 unordered-cell: it uses b, which only cell 2 declares, further down',
      "3:1 type-error: TS2322: Type 'number' is not assignable to type 'string'.",
      "4:1 type-error: TS2304: Cannot find name 'zzz'.",
      "6:1 type-error: TS2339: Property 'nothing' does not exist on type 'Lab'.",
    ])
  })

  test('images without alt text', async () => {
    const found = await lint([
      '# T\n\n![](glossary.md)\n![x](glossary.md)\n\n<img src="glossary.md">\n<img alt="y" src="glossary.md">',
    ])
    expect(found).toEqual(['1:3 alt-text', '1:6 alt-text'])
  })

  test('terms that nobody has explained where they first appear', async () => {
    const found = await lint(['# T', '## A bridge\n\nThe FDB of a bridge port.\n\nAn *FDB*: a bridge learns.'], {
      words: true,
    })
    expect(found).toEqual([
      '2:3 undefined-term: “bridge port” appears here first, and nobody says what it is',
      '2:3 undefined-term: “FDB” appears here first, and nobody says what it is',
      '2:5 undefined-term: “bridge” appears here first, and nobody says what it is',
    ])
  })

  test('no term that a needed notebook explains', async () => {
    writeNotebookFile(folder, 'first.ipynb', ['# First\n\nA *bridge* joins.'])
    writeNotebookFile(folder, 'second.ipynb', ['# Second\n\nYou need [First](first.ipynb).\n\nThe **FDB** is a table.'])
    expect(await lint(['# T\n\nYou need [Second](second.ipynb).', '## A\n\nThe FDB of a bridge.'])).toEqual([])
  })

  test('the same in a text without blanks between its words', async () => {
    const zh = mkdtempSync(join(folder, 'zh-'))
    writeFileSync(join(zh, 'glossary.md'), '# 词汇表\n\n### 网桥\n\n### 接口\n\n### 层\n\n### mac 地址\n')
    writeNotebookFile(zh, 'first.ipynb', ['# 一', '## 二\n\n*接口*是机器接上网络的地方。'])
    const path = writeNotebookFile(zh, 'second.ipynb', [
      '# 三\n\n你需要知道[第一课](first.ipynb)。',
      '## 四\n\n网桥把几个接口连在一起，靠的是MAC 地址；层次不是一个词。*网桥*有端口。',
      `## 五\n\n短句。${'我们今天一起来看网络。'.repeat(3)}\n\n${'我们今天一起来看网络，'.repeat(8)}好。`,
    ])
    const found = (await lintNotebook(path)).map(
      ({ cell, line, rule, message }) => `${cell}:${line} ${rule}: ${message}`,
    )
    expect(found).toEqual([
      '2:3 undefined-term: “MAC 地址” appears here first, and nobody says what it is',
      '2:3 undefined-term: “网桥” appears here first, and nobody says what it is',
      expect.stringMatching(/^3:5 long-sentence: .* has \d+ words; 30 are enough$/),
    ])
  })

  test('links that lead nowhere', async () => {
    const found = await lint([
      '# T\n\n[a](gone.ipynb) [b](#gone)\n[c](first.ipynb#Gone) [d](first.ipynb#First) [e](glossary.md#fdb)\n\n<a href="gone.md">x</a>',
    ])
    expect(found).toEqual(['1:3 dead-link', '1:3 dead-link', '1:4 dead-link', '1:6 dead-link'])
  })

  test('headings that skip a level', async () => {
    expect(await lint(['## A', '# T\n\n### B', '#### C\n\n## D'])).toEqual(['1:1 heading-skip', '2:3 heading-skip'])
  })

  test('cells and sentences that are too long', async () => {
    expect(await lint(['# T', lines(16), `# U\n\nShort.\n${words(31)}`])).toEqual([
      '2:16 long-cell',
      '3:4 long-sentence',
    ])
  })

  test.each([
    ['%%sh\nip link\nsudo ssh host', '1:3'],
    ['%%sh\nx=$(curl -s https://example.org/)', '1:2'],
    ['%%sh\nfor i in 1 2; do\n  docker ps\ndone', '1:3'],
    ['%%sh\nsudo nsenter -t 1 -n ip link', '1:2'],
    ['%%sh\nsudo nsenter --target=1 -n ip link', '1:2'],
    ['%%sh\nls /proc/1/root', '1:2'],
    ['%%sh\nsudo apt-get install -y x', '1:2'],
    [
      `import { openLab } from 'vethbook'\nconst lab = await openLab()\nawait lab.sh({ fails: true })\`\nssh x\``,
      '1:4',
    ],
    [`import { execSync } from 'node:child_process'\nexecSync('ls')`, '1:1'],
    [`await fetch('https://example.org')`, '1:1'],
  ])('commands that leave the sandbox: %j', async (source, place) => {
    expect(await lint([source])).toEqual([`${place} leaves-sandbox`])
  })

  test.each([
    '%%sh --maybe\nping -c 1 10.0.0.1\ncurl http://10.0.0.2:8080/ http://web.test http://[::1]/\nnsenter --net=/run/netns/ns1 ip link\necho "ssh host" # docker',
    `const ssh = 'ssh host'\nconst docker = ['docker', 'net']\ndocker.length`,
  ])('no command that stays inside: %j', async (source) => {
    expect(await lint([source])).toEqual([])
  })
})
