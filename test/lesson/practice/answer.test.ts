import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Explanation, NetworkState } from '../../../src/network/index.js'
import { judge, readCause, readPlace } from '../../../src/lesson/practice/answer.js'
import { complaint } from '../../../src/lesson/practice/attempt.js'
import type { Answer } from '../../../src/lesson/practice/fault.js'
import type { Proven } from '../../../src/lesson/practice/prove.js'
import { levels } from '../../../src/lesson/practice/levels.js'
import { en } from '../../../src/lesson/toolkit/text/en.js'

const space = (name: string, ...links: string[]) => ({
  ...{ node: 'host', name },
  links: ['lo', ...links].map((link) => ({ name: link, kind: link === 'lo' ? 'loopback' : 'veth' })),
})
const state = {
  namespaces: [space('root', 'p1', 'p2'), space('ns1', 'veth1'), space('r', 'left', 'right')],
} as unknown as NetworkState

const proven = (answers: Answer[], told: Explanation['cause'] = 'ok', at: Explanation['at'] = { namespace: 'ns1' }) =>
  ({ fault: { kind: 'x', breaks: '', mends: '', answers }, explanation: { cause: told, at } }) as unknown as Proven
const verdict = (said: Answer, ...faults: Proven[]) => judge(said, faults, state).verdict

const linkDown = proven([{ cause: 'link-down', at: 'ns1.veth1' }])
const noRoute = proven([{ cause: 'no-route', at: 'r' }])

test.each<[string, Answer, Proven[], string]>([
  ['cause and place', { cause: 'link-down', at: 'ns1.veth1' }, [linkDown], 'right'],
  ['a namespace with one link stands for it', { cause: 'link-down', at: 'ns1' }, [linkDown], 'right'],
  ['another cause there', { cause: 'no-address', at: 'ns1.veth1' }, [linkDown], 'right-place'],
  ['the cause elsewhere', { cause: 'link-down', at: 'r.left' }, [linkDown], 'wrong'],
  ['a link of the namespace that is meant', { cause: 'no-route', at: 'r.left' }, [noRoute], 'right'],
  [
    'one of two links is not said by its namespace',
    { cause: 'link-down', at: 'r' },
    [proven([{ cause: 'link-down', at: 'r.left' }])],
    'wrong',
  ],
  ['the second of two faults', { cause: 'no-route', at: 'r' }, [linkDown, noRoute], 'right'],
  [
    'the cause of the one at the place of the other',
    { cause: 'link-down', at: 'r' },
    [linkDown, noRoute],
    'right-place',
  ],
  [
    'what lab.explain says',
    { cause: 'no-return-route', at: 'r' },
    [proven([{ cause: 'no-route', at: 'r' }], 'no-return-route', { namespace: 'r' })],
    'right',
  ],
])('%s', (_, said, faults, expected) => {
  expect(verdict(said, ...faults)).toBe(expected)
})

test('a cause may be written with blanks, and one that is none lists those that there are', () => {
  expect(readCause('Link Down ', levels[1].causes, en.practice)).toBe('link-down')
  expect(readCause('wrong_subnet', levels[1].causes, en.practice)).toBe('wrong-subnet')
  expect(() => readCause('loop', levels[1].causes, en.practice)).toThrow(
    'There are: link-down, no-address, wrong-subnet',
  )
})

test.each([
  ['ns1.veth1', 'ns1.veth1'],
  ['veth1 in ns1', 'ns1.veth1'],
  ['p1 in the root namespace', 'root.p1'],
  ['left', 'r.left'],
  [' ns1 ', 'ns1'],
])('the place %s is %s', (text, place) => {
  expect(readPlace(text, state, en.practice)).toBe(place)
})

test('a place that is none says what there is', () => {
  expect(() => readPlace('lo', state, en.practice)).toThrow(
    'lo is the name of several links: root.lo, ns1.lo and r.lo. Say which.',
  )
  expect(() => readPlace('ns7', state, en.practice)).toThrow('the namespaces are root, ns1 and r')
  expect(() => readPlace('r.middle', state, en.practice)).toThrow(
    'There is no link middle in r. There are r.lo, r.left and r.right',
  )
})

test('whatever somebody says is read, or refused with a reason', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      for (const read of [
        () => readPlace(text, state, en.practice),
        () => readCause(text, levels[4].causes, en.practice),
      ]) {
        try {
          expect(typeof read()).toBe('string')
        } catch (error) {
          expect((error as Error).name).toBe('LessonError')
        }
      }
    }),
  )
})

test('of what ping prints its complaint is told', () => {
  expect(complaint('PING 10.0.0.2 (10.0.0.2) 56(84) bytes of data.\n\n--- 10.0.0.2 ping statistics ---\n')).toBe('')
  expect(complaint('ping: connect: Network is unreachable\n')).toBe('ping: connect: Network is unreachable')
  expect(complaint('PING\nFrom 10.0.0.1 icmp_seq=1 Destination Host Unreachable\n')).toBe(
    'From 10.0.0.1 icmp_seq=1 Destination Host Unreachable',
  )
})
