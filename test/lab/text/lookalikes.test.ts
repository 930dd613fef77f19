import { describe, expect, it } from 'vitest'
import { lookalikeIn } from '../../../src/lab/text/lookalikes.js'
import { findPlaceholder } from '../../../src/lab/text/placeholders.js'

describe('characters that are not what they look like', () => {
  it.each([
    ['ip\u00a0link', /non-breaking space/],
    ['echo \u2018a\u2019', /curly single quote/],
    ['echo \u201ca\u201d', /curly double quote/],
    ['ping \u2013c 3', /dash/],
    ['ip\u200b link', /invisible/],
    ['a &amp;&amp; b', /HTML/],
  ])('%j is told', (line, what) => expect(lookalikeIn(line)).toMatch(what))
  it('are none in a plain line', () => expect(lookalikeIn(`ip link & echo "a" 'b' -c`)).toBeNull())
})

describe('a gap left to the reader', () => {
  it.each([
    ['ip link\nkill <PID>', { placeholder: '<PID>', line: 2, text: 'kill <PID>' }],
    [
      'ip addr add <IP_ADDRESS>/24 dev x',
      { placeholder: '<IP_ADDRESS>', line: 1, text: 'ip addr add <IP_ADDRESS>/24 dev x' },
    ],
    ['ip netns exec <YOUR NS> ip link', { placeholder: '<YOUR NS>', line: 1, text: 'ip netns exec <YOUR NS> ip link' }],
  ])('is found in %j', (script, found) => expect(findPlaceholder(script)).toEqual(found))
  it.each([
    'echo "<PID>"',
    "echo '<PID>'",
    '# kill <PID>',
    'cat <<EOF\n<HTML>\nEOF',
    'cat <<EOF\nx\nEOF',
    'sort <in>out',
    'cat <<<WORD>out',
    'cat < FILE > OTHER',
  ])('is not found in %j', (script) => expect(findPlaceholder(script)).toBeUndefined())
})
