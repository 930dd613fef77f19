import { expect, it } from 'vitest'
import { magicOptions, magicNode } from '../../../../src/lab/notebook/completion/complete-magic.js'
import { meaningOf } from '../../../../src/lab/notebook/completion/ip-grammar.js'
import { expectedOf } from '../../../../src/lab/notebook/completion/programs.js'
import { readArguments } from '../../../../src/lab/notebook/magic.js'

it.each<[string, string[], string | undefined]>([
  ['ping', ['address'], undefined],
  ['ping -c 1', ['address'], undefined],
  ['ping -I', ['link'], undefined],
  ['tcpdump -i', ['link'], undefined],
  ['tcpdump -i veth1 host', ['address'], undefined],
  ['tcpdump -i veth1', [], 'icmp'],
  ['brctl', [], 'addif'],
  ['brctl addif', ['master'], undefined],
  ['brctl addif br0', ['link'], undefined],
  ['brctl addif br0 veth1', [], undefined],
  ['iptables -A FORWARD -i', ['link'], undefined],
])('behind %s', (written, meanings, word) => {
  const expected = expectedOf(written.split(' '))
  expect(expected?.meanings).toEqual(meanings)
  if (word === undefined) expect(expected?.words).not.toContain('addif')
  else expect(expected?.words).toContain(word)
})

it('knows nothing of other programs, whatever they are called', () => {
  for (const name of ['foo', 'constructor', '']) expect(expectedOf([name, 'a'])).toBeUndefined()
})

it.each([
  ['link', 'set', 'DEVICE', undefined, ['link']],
  ['link', 'set', 'NAME', 'netns', ['namespace']],
  ['link', 'set', 'DEVICE', 'master', ['master']],
  ['link', 'set', 'NEWNAME', 'name', []],
  ['link', 'add', 'NAME', undefined, []],
  ['link', 'set', 'LLADDR', 'address', ['mac']],
  ['netns', 'exec', 'NAME', undefined, ['namespace']],
  ['netns', 'add', 'NAME', undefined, []],
  ['address', 'add', 'PREFIX', undefined, []],
  ['address', 'del', 'PREFIX', undefined, ['own-address']],
  ['address', 'add', 'IFNAME', 'dev', ['link']],
  ['route', 'add', 'PREFIX', undefined, ['prefix']],
  ['route', 'del', 'PREFIX', undefined, ['destination']],
  ['route', 'add', 'ADDRESS', 'via', ['address']],
  ['route', 'get', 'STRING', 'oif', ['link']],
  ['fdb', 'add', 'ADDR', undefined, ['mac']],
])('ip %s %s … %s behind %s', (object, verb, name, keyword, meanings) => {
  expect(meaningOf({ object, verb, name, keyword })).toEqual(meanings)
})

it('offers the options that %%sh takes, no others', () => {
  const values: Record<string, string> = { '--for': ' 5s', '--node': ' node1' }
  const taken = magicOptions.map((option) => readArguments(option + (values[option] ?? '')))
  expect(Object.assign({}, ...taken)).toEqual({ fails: 'maybe', forMs: 5000, node: 'node1' })
})

it.each([
  ['--fails --node node2 --bad', 'node2'],
  [' --node=node2', 'node2'],
  ['--nodes a', undefined],
])('%s names a node', (text, node) => {
  expect(magicNode(text)).toBe(node)
})
