import { beforeAll, describe, expect, it } from 'vitest'
import type { Order } from '../../src/lesson/index.js'
import { runLesson, type LessonRun } from './lesson-run.js'

const allAnswered = /3 packets transmitted, 3 received, 0% packet loss/g

describe.each<[string, Order]>([
  ['from top to bottom', 'top-to-bottom'],
  ['with its sections in another order', { seed: 6 }],
])('05 run %s', (_, order) => {
  let run: LessonRun

  beforeAll(async () => {
    run = await runLesson('05-other-tools', order)
  })

  it('ends without an error', () => {
    expect(run.failure).toBeUndefined()
  })

  it('finds handles in /run/netns: the number of the mount is that of the processes', () => {
    expect(run.text('names-files')).toContain('Observed: nothing')
    const [, mounted, file] = /nsfs\[net:\[(\d+)\]\] [^]*^(\d+)$/m.exec(run.streams('names-mounts')) ?? []
    const [root, ns1] = [...run.streams('names-process').matchAll(/net:\[(\d+)\]/g)].map((match) => match[1])
    expect([mounted, file]).toEqual([ns1, ns1])
    expect(root).not.toBe(ns1)
  })

  it('enters by PID and by file', () => {
    expect(run.streams('nsenter-pid')).toMatch(/the PID is \d+\n[^]*veth1@if\d+ +UP +192\.168\.1\.101\/24/)
    expect(run.streams('nsenter-pid').match(allAnswered)).toHaveLength(1)
    expect(run.text('nsenter-name')).toContain('Observed: yes')
    expect(run.streams('nsenter-sys')).toMatch(/^lo\nveth1\n/)
  })

  it('meets a namespace without a name, names it, and sees it outlive the name', () => {
    expect(run.text('unnamed-list')).toContain('Observed: no')
    expect(run.streams('unnamed-list').match(/^\d+ +\d+ +\d+ /gm)).toHaveLength(2)
    expect(run.streams('unnamed-link').match(allAnswered)).toHaveLength(1)
    expect(run.text('unnamed-before')).not.toContain('Namespace box')
    expect(run.text('unnamed-attach')).toContain('Namespace box')
    expect(run.text('unnamed-deleted')).toContain('Observed: yes')
    expect(run.streams('unnamed-gone').match(/^\d+ +\d+ +\d+ /gm)).toHaveLength(1)
  })

  it('makes a bridge by brctl that ip knows', () => {
    expect(run.streams('brctl-start')).toMatch(/^brctl is here: /m)
    expect(run.text('brctl-make')).toMatch(
      /the bridge br0 [^]* was added[^]*veth22 in the root namespace is now a port/,
    )
    expect(run.text('brctl-look-first')).toContain('Observed: a bridge like any other')
    expect(run.streams('brctl-up').match(allAnswered)).toHaveLength(1)
    const shown = run.streams('brctl-look')
    expect(shown).toMatch(/^br0\t+8000\.\w+\t+no\t+veth11\n\t+veth22$/m)
    const learned = [...shown.matchAll(/^(\S+) dev veth\d+ master br0 *$/gm)].map((match) => match[1])
    expect(learned).toHaveLength(2)
    for (const mac of learned) expect(shown).toMatch(new RegExp(`\\t${mac}\\tno\\t`))
  })

  it('runs each row of the table, and each comes to the same', () => {
    expect(run.text('table-look').match(/answers: 'the same'/g)).toHaveLength(4)
    expect(run.text('table-inside').match(/'come to': 'the same: \w/g)).toHaveLength(4)
    expect(run.text('table-bridge').match(/'come to': 'the same: \w/g)).toHaveLength(3)
    for (const cell of ['table-look', 'table-inside', 'table-bridge']) expect(run.text(cell)).not.toContain('DIFFERENT')
    expect(run.streams('table-yours').match(/a gap is left/g)).toHaveLength(2)
  })

  it('says what is still missing where a task was not done', () => {
    expect(run.text('task-gaps')).toContain('Reached: a cable leads from br0 into job')
    expect(run.text('task-check')).toMatch(/Not yet: job is reached [^]*Seen: job has no address/)
  })

  it('breaks the bridge, and mends it where nobody is there to do it', () => {
    expect(run.text('break-start')).toContain('ns1 no longer reaches 192.168.1.104')
    expect(run.streams('break-yours')).toContain('0 received')
    expect(run.text('break-found')).toContain('Right: ')
    expect(run.text('break-repaired')).toContain('ns1 reaches 192.168.1.104 again')
  })

  it('answers the questions of its recap by experiment', () => {
    expect(run.text('recap-name')).toContain('Observed: yes')
    expect(run.text('recap-ways')).toContain('Observed: ip -n')
    expect(run.text('recap-list')).toContain('Observed: yes')
  })

  it('builds a node in small: pods, a bridge, a service out of two rules', () => {
    expect(run.streams('kubernetes-pod-run')).toBe('Hello from pod2\n')
    expect(run.streams('kubernetes-cni-run')).toMatch(
      /pod1-eth0@?\S*: [^]*master cni0[^]*default via 10\.244\.0\.1 [^]*Hello/,
    )
    expect(run.text('kubernetes-proxy-run')).toContain('Observed: yes')
    expect(run.text('kubernetes-proxy-trace')).toMatch(/10\.96\.0\.10 answered pod1: [^]*10\.244\.0\.12/)
  })
})
