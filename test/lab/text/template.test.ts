import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { scriptFromTemplate, scriptFromText, type ShellValue } from '../../../src/lab/text/template.js'

function script(strings: TemplateStringsArray, ...values: unknown[]): string {
  return scriptFromTemplate(strings.raw, values).script
}

function bash(text: string): string {
  const { stdout, stderr, status } = spawnSync('bash', ['--norc'], {
    input: text,
    encoding: 'utf8',
    env: { LC_ALL: 'C.UTF-8' },
  })
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 })
  return stdout
}

/** What bash makes of a template's words: each in brackets. */
function words(strings: TemplateStringsArray, ...values: unknown[]): string[] {
  return bash(`show() { printf '%s\\0' "$@"; }\n${script(strings, ...values)}`)
    .split('\0')
    .slice(0, -1)
}

const nasty = fc
  .oneof(
    fc.string({ unit: 'binary' }),
    fc
      .array(
        fc.constantFrom(
          "'",
          '"',
          '$',
          '`',
          '\\',
          '\n',
          ' ',
          '*',
          '#',
          '!',
          '{a,b}',
          '~',
          '$(id)',
          'EOF',
          '\t',
          '-',
          '2',
          '>',
        ),
        { maxLength: 8 },
      )
      .map((parts) => parts.join('')),
  )
  .filter((text) => !text.includes('\0') && !/\p{Surrogate}/u.test(text) && !/[\uFDD0\uFDD1]/.test(text))

describe('a value', () => {
  it('is exactly one word, whatever is in it', () => {
    fc.assert(
      fc.property(nasty, (value) => {
        expect(words`show ${value} end`).toEqual([value, 'end'])
      }),
      { numRuns: 150 },
    )
  })
  it('is itself inside quotes of every kind', () => {
    fc.assert(
      fc.property(nasty, (value) => {
        expect(words`show "a ${value} b" 'a ${value} b' $'a ${value} b' x${value}y`).toEqual([
          `a ${value} b`,
          `a ${value} b`,
          `a ${value} b`,
          `x${value}y`,
        ])
      }),
      { numRuns: 150 },
    )
  })
  it('is itself inside a here-document', () => {
    fc.assert(
      fc.property(nasty, (value) => {
        const ends = value.split('\n').some((line) => `<${line}>` === 'END')
        if (ends) return
        expect(
          bash(script`cat <<END
<${value}>
END`),
        ).toBe(`<${value}>\n`)
        expect(
          bash(script`cat <<'END'
<${value}>
END`),
        ).toBe(`<${value}>\n`)
      }),
      { numRuns: 100 },
    )
  })
  it('reads as people would write it', () => {
    expect(script`ip -n ${'ns1'} addr add ${'192.168.1.101/24'} dev ${'veth1'} mtu ${1500} x ${true} ${10n}`).toBe(
      'ip -n ns1 addr add 192.168.1.101/24 dev veth1 mtu 1500 x true 10',
    )
    expect(script`echo ${"it's"} ${''} ${'if'} ${'a\nb'}`).toBe(String.raw`echo 'it'\''s' '' 'if' $'a\nb'`)
  })
  it('that is a list is its items, one word each', () => {
    expect(words`show ${['a b', 1, "c'd"]} ${[]} end`).toEqual(['a b', '1', "c'd", 'end'])
    expect(script`for ns in ${['ns1', 'ns2']}; do ip netns add $ns; done`).toBe(
      'for ns in ns1 ns2; do ip netns add $ns; done',
    )
  })
  it('is not taken for a file descriptor', () => expect(script`echo ${2}>/dev/null`).toBe("echo '2'>/dev/null"))
  it('in a remark stays there', () => expect(script`# ${'a\nrm -rf /'}`).toBe('# a rm -rf /'))
  it('in arithmetic is a whole number', () => {
    expect(script`echo $((${3} + 1))`).toBe('echo $((3 + 1))')
    expect(() => script`echo $((${'a[$(id)]'} + 1))`).toThrow(/whole number/)
  })

  it.each<[unknown, RegExp]>([
    [undefined, /Value 1 of lab\.sh \(after "ip netns add"\) is undefined/],
    [null, /is null/],
    [{}, /is an object/],
    [() => 1, /is a function/],
    [Symbol('x'), /is a symbol/],
    [Promise.resolve('x'), /is a promise\. Put await in front/],
    ['a\0b', /NUL/],
    [['a', undefined], /An item of value 1 .* is undefined/],
  ])('%s cannot be a word', (value, message) => {
    expect(() => script`ip netns add ${value as ShellValue}`).toThrow(TypeError)
    expect(() => script`ip netns add ${value as ShellValue}`).toThrow(message)
  })
  it('is refused where it cannot be quoted', () => {
    expect(() => script`echo $${'HOME'}`).toThrow(/behind a \$/)
    expect(() => script`echo \`${'x'}\``).toThrow(/backticks/)
    expect(() => script`cat <<${'EOF'}`).toThrow(/delimiter/)
    expect(() => script`echo "${['a', 'b']}"`).toThrow(/list/)
  })
  it('cannot end the here-document that it stands in', () => {
    expect(
      () => script`cat <<EOF
${'x\nEOF\nid'}
EOF`,
    ).toThrow(/would end the here-document/)
  })
})

describe('the text of a template', () => {
  it("is bash's: a backslash stays one, and only the two that JavaScript demands are undone", () => {
    expect(script`printf 'a\tb\n' \
  "\$x" \`date\` \${HOME}`).toBe('printf \'a\\tb\\n\' \\\n  "\\$x" `date` ${HOME}')
  })
  it('may be a session with prompts, with values in it', () => {
    expect(script`lee@srv01:~$ ip netns exec ${'ns 1'} ip link
1: lo: <LOOPBACK>
$ echo "${'$ x'}"`).toBe('ip netns exec \'ns 1\' ip link\n\necho "\\$ x"')
  })
  it('keeps the numbers of its lines where a value has several', () => {
    const made = scriptFromTemplate(['cat <<EOF\n', '\nEOF\nfalse'], ['a\nb\nc'])
    expect(made.script).toBe('cat <<EOF\na\nb\nc\nEOF\nfalse')
    expect([1, 2, 3, 4, 5, 6].map((line) => made.authorLine(line))).toEqual([1, 2, 2, 2, 3, 4])
    expect(scriptFromText('a\nb').authorLine(2)).toBe(2)
  })
})
