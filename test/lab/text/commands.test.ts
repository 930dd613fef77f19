import { expect, test } from 'vitest'
import { commandsIn } from '../../../src/lab/text/commands.js'

const words = (script: string) => commandsIn(script).map(({ line, words: each }) => `${line}: ${each.join(' ')}`)

test.each([
  ['ip link; ip addr && ip route | grep x', ['1: ip link', '1: ip addr', '1: ip route', '1: grep x']],
  [`echo "a; b" 'c | d' > out 2>&1`, ['1: echo a; b c | d']],
  ['# ssh host\nip link # curl x', ['2: ip link']],
  ['for n in ns1 ns2; do\n  ip -n $n link\ndone', ['1: for n in ns1 ns2', '1: do', '2: ip -n $n link', '3: done']],
  ['x=$(ssh host id)\necho `wget y`', ['1: x=$', '1: ssh host id', '2: echo', '2: wget y']],
  ['ip link add a \\\n  type dummy\nip link', ['1: ip link add a type dummy', '3: ip link']],
  ['cat <<EOF\nssh host\nEOF\nip link', ['1: cat', '4: ip link']],
  ['$ ip link', ['1: ip link']],
])('the simple commands of %j', (script, expected) => {
  expect(words(script)).toEqual(expected)
})

test('what runs a command is told from the program', () => {
  expect(commandsIn('sudo ip netns exec ns1 timeout 5 ssh host')[0]?.program).toEqual(['ssh', 'host'])
})
