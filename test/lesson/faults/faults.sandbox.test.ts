import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openLab, type Lab } from '../../../src/lab/index.js'
import { inject, setUp } from '../../../src/lesson/faults/set-up.js'
import { faultCases } from '../../../src/lesson/faults/table.js'
import { recordShown } from '../../lab/recording-sink.js'
import { explained, mended, told } from './mended.js'

let lab: Lab
beforeAll(async () => {
  recordShown()
  lab = await openLab({ name: 'faults' })
})
beforeEach(() => lab.reset())
afterAll(() => lab.dispose())

// Each once: every third as somebody else, for whom only the sandbox is another, and the others as root.
const isRoot = process.getuid?.() === 0
const cases = faultCases.filter((_, index) => (index % 3 !== 0) === isRoot)

/** One of each base, whose remedies are also tried on a copy here; all of them are in proofs.deep.test.ts. */
const proved = new Set([
  'ip -n ns2 link set veth2 down',
  'ip link set p2 nomaster',
  'ip netns exec r sysctl -qw net.ipv4.ip_forward=0',
  'ip -n r2 route del 10.1.0.0/24',
  'ip link set vx nomaster',
  'iptables -t nat -F',
  'ip netns exec b ip6tables -P INPUT DROP',
])

describe('every fault of the table is told by its cause and its place, and its remedy mends it', () => {
  test.each(cases.map((each) => [`${each.base}: ${each.fault} (${each.options?.protocol ?? 'ping'})`, each] as const))(
    '%s',
    async (_, each) => {
      await setUp(lab, each.base)
      await inject(lab, each)
      const found = await explained(lab, each)
      told(each, found)
      if (each.isHopeless) return
      if (proved.has(each.fault)) {
        const { remedy } = await lab.explain(each.from, each.to, each.options ?? {})
        expect(remedy[0], JSON.stringify(remedy)).toMatchObject({ proven: true })
      }
      await mended(lab, each, found)
    },
  )
})
