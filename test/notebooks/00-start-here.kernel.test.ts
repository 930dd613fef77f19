import { beforeAll, describe, expect, it } from 'vitest'
import type { Order } from '../../src/lesson/index.js'
import { runLesson, type LessonRun } from './lesson-run.js'

describe.each<[string, Order]>([
  ['from top to bottom', 'top-to-bottom'],
  ['with its sections in another order', { seed: 4 }],
])('00 run %s', (_, order) => {
  let run: LessonRun

  beforeAll(async () => {
    run = await runLesson('00-start-here', order)
  })

  it('ends without an error', () => {
    expect(run.failure).toBeUndefined()
  })

  it('says how this machine runs labs', () => {
    expect(run.text('works-doctor-run')).toContain('namespaces')
  })

  it('finds lo alone in a new lab', () => {
    const links = run.streams('works-first-link')
    expect(links).toMatch(/^1: lo: <LOOPBACK,UP,LOWER_UP>/m)
    expect(links).not.toMatch(/^2:/m)
    expect(run.pictures('works-topology')).toHaveLength(1)
  })

  it('shows the value of the last line, and remembers variables', () => {
    expect(run.text('cells-value')).toContain('1200')
    expect(run.text('cells-later')).toContain('This notebook takes about 20 minutes.')
  })

  it('runs pasted lines in %%sh as root, and tells what they changed', () => {
    expect(run.streams('cells-sh-run')).toMatch(/^root$/m)
    expect(run.text('cells-sh-run')).toContain('namespace blue was added')
  })

  it('takes a failing command as the lesson', () => {
    expect(run.text('cells-fails')).toContain('Cannot create namespace file "/run/netns/blue": File exists')
  })

  it('ends a command that never ends, and keeps the lab', () => {
    expect(run.streams('cells-forever')).toContain('64 bytes from 127.0.0.1: icmp_seq=1')
    expect(run.streams('cells-forever')).toContain('0% packet loss')
    expect(run.streams('cells-still-there')).toMatch(/^blue\b/m)
  })

  it('shows each definition live', () => {
    expect(run.streams('namespace-add')).toMatch(/^1: lo: <LOOPBACK> .* state DOWN/m)
    expect(run.text('namespace-picture')).toContain('Namespace blue')
    expect(run.text('veth-add')).toContain('the veth pair veth1 – veth2 in the root namespace was added')
    expect(run.text('veth-move')).toContain('veth1 moved from the root namespace to pod')
    expect(run.text('bridge-add')).toContain('port2 in the root namespace is now a port of br0')
    for (const id of ['veth-add', 'veth-move', 'bridge-add']) expect(run.pictures(id), id).toHaveLength(1)
  })

  it('shows predictions beside what happened', () => {
    expect(run.text('cells-observe')).toContain('Observed: 1')
    expect(run.text('namespace-observe')).toContain('Observed: 1')
    expect(run.text('veth-observe')).toContain('Observed: no')
    const recap = ['recap-one', 'recap-two', 'recap-three'].map((id) => /Observed: (.*)/.exec(run.text(id))?.[1])
    expect(recap).toEqual(['2', 'no', 'no'])
  })

  it('says what is still missing where a task was not done', () => {
    expect(run.text('task-check')).toMatch(/Not yet: a pair leads [^]*Seen: there is no namespace green/)
    expect(run.text('task-gaps')).toContain('Reached: moon is in yellow')
  })

  it('breaks the bridged pair, and mends it where nobody is there to do it', () => {
    expect(run.text('break-start')).toMatch(/blue no longer reaches 10\.0\.0\.1[^]*link-down/)
    expect(run.text('break-found')).toContain('Right: ')
    expect(run.text('break-repaired')).toContain('blue reaches 10.0.0.1 again')
  })

  it('gets a ping across the bridge, and none before', () => {
    expect(run.text('bridge-none')).toContain('Observed: 0')
    expect(run.text('bridge-ping-run')).toMatch(/5 (pings|sent|of 5)/)
    expect(run.text('bridge-ping-run')).not.toMatch(/unreachable/i)
    expect(run.text('bridge-story-run')).toMatch(/3 lost[^]*red → 10\.0\.0\.2/)
  })
})
