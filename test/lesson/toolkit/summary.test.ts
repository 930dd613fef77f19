import fc from 'fast-check'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { mkdtempSync, rmSync, writeFileSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lesson } from '../../../src/lesson/toolkit/index.js'
import { manualPageLink, pagesOf } from '../../../src/lesson/toolkit/summary/manual-pages.js'
import { summaryBundle } from '../../../src/lesson/toolkit/summary/summary-view.js'
import { en } from '../../../src/lesson/toolkit/text/en.js'
import { zh } from '../../../src/lesson/toolkit/text/zh.js'
import { recordShown, textOf } from '../../lab/recording-sink.js'

test.each<[string, string[]]>([
  ['sudo ip netns add ns1', ['ip-netns']],
  ['sudo ip netns exec ns1 ip addr add 192.168.1.101/24 dev veth1', ['ip-netns', 'ip-address']],
  ['ip -n ns1 l set veth1 up; ip a\nip -br -4 addr', ['ip-link', 'ip-address']],
  ['ip r && ip n', ['ip-route', 'ip-neighbour']],
  ['ping -c 1 10.0.0.2 | tail -1', ['ping']],
  ['nsenter --net=/run/netns/ns1 ping -c1 10.0.0.1', ['nsenter', 'ping']],
  ['unshare -n -- bash -c "ip link"', ['unshare', 'ip-link']],
  ['A=1 sudo -E /usr/sbin/bridge fdb show', ['bridge']],
  ['sudo timeout 5 tcpdump -ni veth1 &', ['tcpdump']],
  ['if ! ping -c1 ns; then echo no; fi', ['ping']],
  ['ip', ['ip']],
  ['echo ip link; cd /tmp', []],
  ['', []],
])('the manual of %j', (script, pages) => {
  expect(pagesOf(script)).toEqual(pages)
})

test('whatever is typed, each page has a place where it can be read', () => {
  const words = fc.constantFrom(
    'ip',
    'netns',
    'exec',
    'ns1',
    '-n',
    'sudo',
    '|',
    ';',
    '$(',
    '"',
    'nsenter',
    'link',
    '\n',
    '--',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(words, fc.string()), { maxLength: 12 }), (parts) => {
      for (const page of pagesOf(parts.join(' '))) expect(manualPageLink(page)?.page).toMatch(/^[a-z\d-]+\([18]\)$/)
    }),
  )
  expect(manualPageLink('ip-link')).toEqual({
    page: 'ip-link(8)',
    url: 'https://manpages.debian.org/bookworm/iproute2/ip-link.8.en.html',
  })
  expect(manualPageLink('<script>')).toBeUndefined()
})

test('what readers and authors wrote is text in it', () => {
  const nasty = '<img src=x onerror=alert(1)> & "quoted"'
  const bundle = summaryBundle(
    {
      minutes: 3,
      predictions: [{ question: nasty, predicted: nasty, observed: nasty, right: false }],
      checks: [{ goal: nasty, passed: true, hints: 1, sawSolution: false }],
      practice: [],
      manual: [],
    },
    en,
  )
  const html = String(bundle['text/html'])
  expect(html).not.toMatch(/<(?!\/?(?:div|p|b|ul|li|span|a)\b)/)
  expect(html).toContain('&lt;img src=x')
  expect(textOf(bundle)).toContain('Predictions: 0 of 1 came true')
})

const folder = mkdtempSync(join(tmpdir(), 'vethbook-summary-'))
const before = process.env['VETHBOOK_NOTEBOOK']
beforeEach(() => void (process.env['VETHBOOK_NOTEBOOK'] = join(folder, 'lesson.ipynb')))
afterEach(() => {
  if (before === undefined) delete process.env['VETHBOOK_NOTEBOOK']
  else process.env['VETHBOOK_NOTEBOOK'] = before
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('tells what is kept of an earlier kernel, in words', async () => {
  mkdirSync(join(folder, '.vethbook'))
  const kept = {
    version: 1,
    predictions: {
      'How many?': { answer: '1', by: 'reader', observed: '1', right: true },
      'Up or down?': { answer: 'up', by: 'reader', observed: 'down', right: false },
      'By nobody?': { answer: 'x', by: 'default', observed: 'x', right: true },
    },
    checks: { 'ns1 is there': { passed: false, reachedAt: '2026-01-01T00:00:00Z', hints: 2 } },
    practice: [
      {
        ...{ level: 1, seed: 5, from: 'ns1', to: '10.0.0.2', faults: 1, named: 1 },
        ...{ attempts: 2, hints: 0, repaired: true, seconds: 75, commands: 4, gaveUp: false },
      },
    ],
    manual: ['ip-link', 'ping'],
    spentMs: 420_000,
  }
  writeFileSync(join(folder, '.vethbook', 'lesson.json'), JSON.stringify(kept))
  const shown = recordShown()
  const summary = await lesson.summary()
  expect(summary).toMatchObject({ minutes: 7, checks: [{ goal: 'ns1 is there', passed: true, hints: 2 }] })
  expect(summary.predictions).toHaveLength(2)
  expect(textOf(shown.last.at(-1))).toBe(`Summary.
7 minutes so far.

Predictions: 1 of 2 came true
  ✓ How many? You said 1, and so it was.
  ≠ Up or down? You said up; it was down.

Goals: 1 of 1 reached
  ✓ ns1 is there (2 hints)

Networks mended
  ✓ ns1 to 10.0.0.2, level 1: mended in 1 min 15 s, 4 commands, named rightly

The manual of the commands that you ran
  · ip-link(8): https://manpages.debian.org/bookworm/iproute2/ip-link.8.en.html
  · ping(8): https://manpages.debian.org/bookworm/iputils-ping/ping.8.en.html`)
})

test('in Chinese, too', () => {
  const bundle = summaryBundle({ minutes: 1, predictions: [], checks: [], practice: [], manual: [] }, zh)
  expect(textOf(bundle)).toBe('小结。\n还没有预测、检查或运行过任何东西。')
})
