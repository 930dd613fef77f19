import { describe, expect, it } from 'vitest'
import { hintsFor } from '../../../src/lab/hints/index.js'
import type { CommandOutcome } from '../../../src/lab/shell/outcome.js'
import { scriptFromText } from '../../../src/lab/text/template.js'
import { bridge, network, veth } from '../../network/build.js'

/** What other kernels say: this machine's may be newer. */
describe('of a link that is busy', () => {
  const links = [
    veth('veth1', 2, [3, null], { master: 'br0' }),
    veth('veth2', 3, [2, null]),
    veth('veth3', 4, [5, null], { up: false }),
    bridge('br0', 6),
  ]
  const hint = (command: string, stderr = 'RTNETLINK answers: Device or resource busy\n'): string | null => {
    const outcome: CommandOutcome = {
      ...{ command, stdout: '', stderr, exitCode: 2, signal: null, durationMs: 1, changes: [] },
      ...{ timedOut: false, isInterrupted: false, isTruncated: false },
      failures: [{ command, line: 1, exitCode: 2 }],
      place: { depth: 0, namespace: 'root', directory: '/' },
    }
    return hintsFor(outcome, scriptFromText(command), network({ root: { links } }))
  }

  it('says that it is up, where an older kernel renames it only while it is down', () => {
    expect(hint('ip link set veth2 name eth0')).toBe(
      'veth2 is up, and this kernel renames only what is down. First: sudo ip link set veth2 down',
    )
    expect(hint('ip link set veth3 name eth0')).toBeNull()
  })
  it('says whose port it is', () => {
    const port = 'veth1 is a port of br0 already. To free it: sudo ip link set veth1 nomaster'
    expect(hint('ip link add link veth1 name mac0 type macvlan')).toBe(port)
    expect(hint('brctl addif br0 veth1', "device veth1 is already a member of a bridge; can't enslave it\n")).toBe(port)
  })
  it('says nothing where it knows nothing', () => {
    expect(hint('ip link set veth2 master br0')).toBeNull()
  })
})
