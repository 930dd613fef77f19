import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'
import { isCode, lessonPath, readLesson } from './lesson-file.js'

interface StockCell {
  id: string
  status: string
  outputs: { type: string; name?: string; text?: string; data?: Record<string, string> }[]
}

/** The library must not need our kernel: stock tslab (TypeScript 5.0, one MIME type a display) runs the same cells. */
describe('01 in stock tslab', () => {
  let cells: StockCell[]

  beforeAll(async () => {
    const root = fileURLToPath(new URL('../..', import.meta.url))
    const { stdout } = await promisify(execFile)(
      `${root}.venv/bin/python`,
      [`${root}test/notebooks/stock_tslab.py`, `${root}node_modules/tslab/bin/tslab`, lessonPath('01-veth-pair')],
      { maxBuffer: 64 * 1024 * 1024, timeout: 240_000, killSignal: 'SIGKILL' },
    )
    cells = JSON.parse(stdout) as StockCell[]
  })

  const cell = (id: string): StockCell => {
    const found = cells.find((one) => one.id === id)
    if (found === undefined) throw new Error(`the cell ${id} did not run`)
    return found
  }
  const text = (id: string): string =>
    cell(id)
      .outputs.map((output) => output.text ?? output.data?.['text/plain'] ?? '')
      .join('')
  const svgs = (id: string): string[] => cell(id).outputs.flatMap((output) => output.data?.['image/svg+xml'] ?? [])

  it('runs every cell without an error', () => {
    expect(cells.map(({ id }) => id)).toEqual(
      readLesson('01-veth-pair')
        .cells.filter(isCode)
        .map(({ id }) => id),
    )
    expect(cells.filter(({ status }) => status !== 'ok').map(({ id, outputs }) => ({ id, outputs }))).toEqual([])
  })

  it('shows what commands print and change', () => {
    expect(text('pair-add')).toContain('the veth pair veth1 – veth2 in the root namespace was added')
    expect(text('ping-run').match(/3 packets transmitted, 3 received, 0% packet loss/g)).toHaveLength(2)
    expect(text('move-run').match(/Namespace ns1:/g)).toHaveLength(1)
    expect(text('delete-as-printed')).toContain('Cannot find device "veth1"')
  })

  it('shows pictures as SVG, and their words as text', () => {
    for (const id of ['pair-add', 'ping-there', 'states-watch']) {
      expect(svgs(id).at(-1), id).toMatch(/<svg[^]*<title[^]*<\/svg>/)
    }
    expect(text('pair-add')).toContain('The root namespace:')
    expect(text('ping-there')).toContain('100 pings ns1 → 192.168.1.102: none lost')
  })
})
