import { expect, it } from 'vitest'
import type { Capture, Probe } from '../../../src/network/index.js'
import { captureDiagram, traceDiagram } from '../../../src/views/index.js'
import { dropped } from '../support/sequence.js'

const capture = (more: Partial<Capture> = {}): Capture => ({
  ...{ frames: [], sequence: dropped(), links: ['ns1.veth1'], durationMs: 3, dropped: 0, cut: 0, ...more },
})
const probe = (more: Partial<Probe> = {}): Probe => ({
  ...{ from: 'ns1', to: '10.244.0.2', protocol: 'icmp', port: null, size: 56, command: '', output: '', ...more },
})
const told = { probe: probe(), arrived: false, others: 0 }
const lines = (bundle: Record<string, unknown>): string[] => String(bundle['text/plain']).split('\n')

it('frames that are missing are told in text and picture', () => {
  const bundle = captureDiagram(capture({ dropped: 3, cut: 1200 }))
  const notes = [
    'The kernel had no room for 3 more frames: these are missing here',
    'The capture was full: 1,200 more frames came after it',
  ]
  expect(lines(bundle).slice(-2)).toEqual(notes.map((note) => `${note}.`))
  for (const note of notes) expect(String(bundle['image/svg+xml']).replace(/<[^>]*>|\s+/g, ' ')).toContain(note)
  expect(lines(captureDiagram(capture())).join()).not.toMatch(/missing|full/)
})

it.each([
  [capture(), { ...told, arrived: true }, /^10\.244\.0\.2 answered ns1: 8 frames\.$/],
  [capture(), told, /^10\.244\.0\.2 did not answer ns1; ICMP echo request 2 went no further than node1\.$/],
  [
    capture(),
    { ...told, arrived: true, probe: probe({ protocol: 'udp', port: 53 }) },
    /^The datagram from ns1 came to 10/,
  ],
  [
    capture({ sequence: { lifelines: ['ns1'], frames: [] } }),
    { ...told, probe: probe({ output: 'ping: connect: Network is unreachable' }) },
    /^No frame left ns1: ping: connect: Network is unreachable\.$/,
  ],
  [
    capture({
      sequence: {
        lifelines: ['ns1', 'ns2'],
        frames: [{ atMs: 0, from: 'ns2', to: 'ns1', link: 'x', layers: ['TCP RST ACK, port 80 → 5'] }],
      },
    }),
    { ...told, probe: probe({ protocol: 'tcp', port: 80 }) },
    /^10\.244\.0\.2 was not reached from ns1: TCP RST ACK, port 80 → 5 from ns2\.$/,
  ],
] as const)('its first line says what became of the probe (%#)', (data, words, expected) => {
  const bundle = traceDiagram(data, words)
  expect(lines(bundle)[0]).toMatch(expected)
  expect(bundle['image/svg+xml']).toContain(`>${(lines(bundle)[0] ?? '').slice(0, -1)}</title>`)
})

it('points to what tells more', () => {
  const words = { ...told, others: 2, probe: probe({ protocol: 'tcp', port: 80 }) }
  expect(lines(traceDiagram(capture(), words)).slice(-2)).toEqual([
    '2 other packets seen: { everywhere: true } tells all.',
    "Why: await lab.explain('ns1', '10.244.0.2', { protocol: 'tcp', port: 80 }).",
  ])
})
