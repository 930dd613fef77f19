import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mime } from '../../src/display/index.js'
import { readNotebook, type CodeCell } from '../../src/lesson/index.js'
import type { NetworkState } from '../../src/network/index.js'
import { momentsOf } from '../../src/export/replay/moments.js'
import { readEvents } from '../../src/export/replay/read-events.js'
import { replayHtml } from '../../src/export/replay/replay.js'

/** A real lab's log, and what the lab itself read of its network at the end. */
const { cells } = await readNotebook('test/fixtures/export/lesson.ipynb')
const dataOf = (type: string): unknown[] =>
  cells
    .filter((cell): cell is CodeCell => cell.cell_type === 'code')
    .flatMap(({ outputs }) => outputs.flatMap((output) => ('data' in output ? (output.data[type] ?? []) : [])))
const log = dataOf(mime.events)
const { state: read } = dataOf(mime.topology).at(-1) as { state: NetworkState }

/** What a picture shows of a link: by name, since the fold numbers links by itself. */
const shown = ({ namespaces }: NetworkState): unknown =>
  namespaces
    .flatMap(({ name, links }) =>
      links.map((link) => ({
        ...{ at: `${name}.${link.name}`, kind: link.kind, up: link.up, carrier: link.carrier, master: link.master },
        addresses: link.addresses
          .filter(({ family }) => family === 'inet')
          .map(({ address, prefixLength }) => `${address}/${prefixLength}`),
      })),
    )
    .filter(({ at }) => at !== 'ns1.lo' && at !== 'ns2.lo' && at !== 'root.lo')
    .sort((one, other) => (one.at < other.at ? -1 : 1))

describe('a real log', () => {
  const moments = momentsOf(readEvents(log))

  test('adds up to the network that the lab read itself', () => {
    expect(shown(moments.at(-1)!.state)).toEqual(shown(read))
  })

  test('is told in steps: each command, what it changed, what came back', () => {
    const words = moments.map((moment) => moment.words)
    expect(words).toContain('sudo ip link add veth1 type veth peer name veth2')
    expect(words).toContain('The veth pair veth1 – veth2 in the root namespace was added.')
    expect(words.join('\n')).toMatch(/Ping ns1 → 192\.168\.1\.102: \d+ replies, [\d.]+ to [\d.]+ ms\./)
    expect(moments.flatMap(({ replies }) => replies)).toHaveLength(35)
    expect(moments.every(({ atMs }, index) => atMs >= (moments[index - 1]?.atMs ?? 0))).toBe(true)
  })

  test('knows the cell that acted', () => {
    const added = moments.find(({ words }) => words.startsWith('The veth pair'))
    expect(added?.cell).toBe(4)
  })

  test('shows each picture once and each element once', async () => {
    const html = await replayHtml(log, { prefix: 'x-', stepOf: new Map([[4, '1.3']]) })
    const [, json = ''] = /<script type="application\/json">([^]*?)<\/script>/.exec(html) ?? []
    const { lines, pictures, steps } = JSON.parse(json) as { lines: string[]; pictures: number[][]; steps: unknown[][] }
    expect(new Set(lines).size).toBe(lines.length)
    expect(pictures.flat().every((line) => typeof lines[line] === 'string')).toBe(true)
    expect(steps.map(([, , , picture]) => picture as number).every((picture) => picture in pictures)).toBe(true)
    expect(steps.filter(([, step]) => step === '1.3').length).toBeGreaterThan(0)
    expect(json).not.toContain('<')
  })
})

describe("anybody's file", () => {
  test('holds no events: there is nothing to replay', async () => {
    for (const value of [undefined, null, 'x', {}, [], [1, null, { kind: 'x' }]]) {
      expect(await replayHtml(value, { prefix: 'x-', stepOf: new Map() })).toBe('')
    }
  })

  test('whatever a log holds, its words stay text', async () => {
    const evil = "<img src=x onerror='alert(1)'></script><script>alert(1)</script>"
    const events = [
      { v: 1, atMs: 0, kind: 'command-started', id: 1, command: evil },
      {
        ...{ v: 1, atMs: 1, kind: 'network-changed' },
        changes: [
          { kind: 'namespace-added', namespace: evil },
          {
            kind: 'link-added',
            namespace: evil,
            link: evil,
            linkKind: 'veth',
            peer: { namespace: 'root', link: evil },
          },
        ],
      },
      { v: 1, atMs: 2, kind: 'reply-received', ping: 1, from: evil, to: evil, seq: 1, ttl: 1, rttMs: 1 },
    ]
    const html = await replayHtml(events, { prefix: 'x-', stepOf: new Map() })
    expect(html).not.toMatch(/<img|<script>/)
    expect(html.match(/<\/script>/g)).toHaveLength(1)
  })

  test('events cut, swapped and damaged are read without an error', () => {
    const damaged = fc.array(
      fc
        .constantFrom(...(log as Record<string, unknown>[]))
        .chain((event) =>
          fc
            .dictionary(
              fc.constantFrom(...Object.keys(event)),
              fc.oneof(fc.string(), fc.integer(), fc.constant(null)),
              { maxKeys: 2 },
            )
            .map((damage) => ({ ...event, ...damage })),
        ),
      { maxLength: 30 },
    )
    fc.assert(
      fc.property(damaged, (events) => {
        for (const { words } of momentsOf(readEvents(events))) expect(typeof words).toBe('string')
      }),
      { numRuns: 200, seed: 9 },
    )
  })
})
