import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { shellCursorAt } from '../../../../src/lab/notebook/completion/shell-cursor.js'

/** `▮` is the cursor. */
function at(marked: string): ReturnType<typeof shellCursorAt> {
  return shellCursorAt(marked.replace('▮', ''), marked.indexOf('▮'))
}

describe('the words of a command up to the cursor', () => {
  it.each<[string, string[], string]>([
    ['ip li▮nk', ['ip'], 'li'],
    ['ip link ▮', ['ip', 'link'], ''],
    ['▮ip', [], ''],
    ['sudo ip -n ns1 ▮', ['sudo', 'ip', '-n', 'ns1'], ''],
    ['echo a; ip li▮', ['ip'], 'li'],
    ['ip a && ip r▮', ['ip'], 'r'],
    ['ip a || ip r▮', ['ip'], 'r'],
    ['ip a | grep ve▮', ['grep'], 've'],
    ['ping x & ip ▮', ['ip'], ''],
    ['echo a 2>&1 b ▮', ['echo', 'a', 'b'], ''],
    ['echo 2> out b▮', ['echo'], 'b'],
    ['x=$(ip li▮)', ['ip'], 'li'],
    ['echo "$(ip li▮', ['ip'], 'li'],
    ['echo $(ip a) b▮', ['echo', ''], 'b'],
    ['echo `ip li▮', ['ip'], 'li'],
    ['(ip li▮', ['ip'], 'li'],
    ['diff <(ip li▮', ['ip'], 'li'],
    ['for i in 1 2; do\n  ip li▮', ['ip'], 'li'],
    ['if true; then ip ▮', ['then', 'ip'], ''],
    ['ip link \\\n  set ▮', ['ip', 'link', 'set'], ''],
    ["echo 'a b' c▮", ['echo', 'a b'], 'c'],
    ['echo a\\ b c▮', ['echo', 'a b'], 'c'],
    ['bash -c "a\nb" ▮', ['bash', '-c', 'a\nb'], ''],
    ['cat <<EOF\nip\nEOF\nip li▮', ['ip'], 'li'],
    ['lee@srv01:~$ sudo ip li▮', ['sudo', 'ip'], 'li'],
    ['$ ip a\n1: lo\n$ ip li▮', ['ip'], 'li'],
    ['echo $((1 + 2)) b▮', ['echo', '$((1 + 2))'], 'b'],
  ])('%s', (marked, words, typed) => {
    expect(at(marked)).toMatchObject({ words, typed, expects: 'word' })
  })
  it.each(['# ip li▮', 'ip a # li▮', 'cat <<EOF\nip li▮', 'echo a"b▮', 'echo $((1 + ▮'])('%s is none', (marked) => {
    expect(at(marked)).toBeUndefined()
  })
  it.each([
    ['cat < fi▮', 'fi'],
    ['echo a >> ▮', ''],
    ['echo a 2>▮', ''],
  ])('%s wants a file', (marked, typed) => {
    expect(at(marked)).toMatchObject({ expects: 'file', typed })
  })
  it.each([
    ['echo $na▮', 'na'],
    ['echo "a ${na▮', 'na'],
    ['cat <<EOF\n$▮', ''],
  ])('%s wants a variable', (marked, typed) => {
    expect(at(marked)).toMatchObject({ expects: 'variable', typed, start: marked.indexOf('▮') - typed.length })
  })
  it('replaces what stands inside of quotes only, and no variable where quotes make none', () => {
    expect(at('cat "a b▮')).toMatchObject({ typed: 'a b', start: 5, quote: '"' })
    expect(at("cat 'a b▮")).toMatchObject({ typed: 'a b', start: 5, quote: "'" })
    expect(at("echo '$na▮")).toMatchObject({ expects: 'word', typed: '$na' })
  })
})

const text = fc.stringMatching(/^[a-z0-9.:/ ⚡😀-]{1,8}$/u)
const quoted = fc.tuple(text, fc.constantFrom('single', 'double', 'backslash')).map(([word, how]) => {
  if (how === 'single') return { word, source: `'${word}'` }
  if (how === 'double') return { word, source: `"${word}"` }
  return { word, source: word.replaceAll(' ', '\\ ') }
})
const command = fc.array(quoted, { minLength: 1, maxLength: 5 })
const written = (words: readonly { source: string }[]): string => `run ${words.map(({ source }) => source).join(' ')}`

test('words come out as they were before they were quoted, whatever stands in front', () => {
  const before = fc.constantFrom('', '; ', ' && ', ' | ', '\n', ' & ', ' || ', '\n# "it\'s"\n', '\ncat <<A\n"\'$(\nA\n')
  fc.assert(
    fc.property(command, before, command, (former, joint, words) => {
      const script = `${written(former)}${joint}${written(words)} `
      const expected = ['run', ...words.map(({ word }) => word)]
      expect(shellCursorAt(script, script.length)?.words).toEqual(joint === '' ? expect.arrayContaining(expected) : expected) // prettier-ignore
    }),
  )
})

test('whatever is typed, the answer lies within it, and what comes behind the cursor changes nothing', () => {
  const shell = fc.array(fc.constantFrom('ip ', 'ns1', '"', "'", '\\', '$(', ')', '`', ';', '\n', '<<E', '#', '${', '}', '((', '|', '>', '😀')) // prettier-ignore
  fc.assert(
    fc.property(shell, shell, (before, behind) => {
      const script = before.join('')
      const found = shellCursorAt(script, script.length)
      expect(shellCursorAt(script + behind.join(''), script.length)).toEqual(found)
      if (!found) return
      expect(found.start).toBeGreaterThanOrEqual(0)
      expect(found.start).toBeLessThanOrEqual(script.length)
    }),
  )
})
