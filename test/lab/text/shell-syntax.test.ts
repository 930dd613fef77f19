import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ShellSyntax } from '../../../src/lab/text/shell-syntax.js'

function isComplete(script: string): boolean {
  const syntax = new ShellSyntax()
  for (const line of script.split('\n')) syntax.line(line)
  return syntax.isComplete
}

describe('whether a command is complete', () => {
  it.each([
    'ip link',
    'ip link # it\'s "fine" (really',
    "echo 'a' \"b\" $'c\\'d'",
    'echo "$(echo ")")"',
    'if true; then echo; fi',
    'for i in a b; do echo if; done',
    'echo if for while { case',
    'case x in a) echo;; (b|c) echo;; esac',
    'f() { echo; }',
    'function f { echo; }',
    '{ echo; }',
    '(cd /; ls)',
    'echo $((1 << 2))',
    '((i++))',
    'a=(1 2)',
    'a=(\n1\n2\n)',
    'cat <<< "word"',
    "cat <<EOF\nit's (\nEOF",
    'cat <<-EOF\n\tx\n\tEOF',
    'cat <<A <<B\n1\nA\n2\nB',
    'diff <(ip link) <(ip addr)',
    'cmd > out 2>&1 &',
    'cmd &> out',
    'true | cat',
    'echo ${x:-a b} ${#x} $#',
    'echo a\\\nb',
    '[[ a && ( b || c ) ]]',
    'nft add rule t c { ip saddr 1 }',
    'echo `date`',
    'true &&\n\n# remark\nfalse',
  ])('%j is', (script) => expect(isComplete(script)).toBe(true))

  it.each([
    "echo 'a",
    'echo "a',
    'echo "$(ls',
    'echo ${x',
    'if true; then',
    'for i in 1; do\necho',
    'case x in\na) echo;;',
    'f() {',
    'ip link \\',
    'ip link |',
    'ip link &&',
    'true || # remark',
    'cat <<EOF',
    'cat <<EOF\n EOF',
    'cat <<A <<B\nA',
    '(cd /',
    'echo `date',
    'a=(1',
    'true |&',
  ])('%j is not', (script) => expect(isComplete(script)).toBe(false))

  it('is what bash says of it, however lines are put together', () => {
    const piece = fc.constantFrom(
      'echo a',
      "echo 'it",
      "done'",
      'echo "a # b"',
      'if true; then',
      'else',
      'fi',
      'for i in 1 2; do',
      'while :; do',
      'done',
      '{ echo',
      '}',
      '( echo',
      ')',
      'x=$(echo b',
      'true &&',
      'true |',
      'f() {',
      '# remark (',
      'echo $((1 + 2))',
      'case a in',
      'a) echo;;',
      'esac',
    )
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 5 }), (lines) => {
        const script = lines.join('\n')
        const { status, stderr } = spawnSync('bash', ['-n'], { input: script, encoding: 'utf8', env: { LC_ALL: 'C' } })
        if (status === 0) expect(isComplete(script)).toBe(true)
        else if (/unexpected end of file|unexpected EOF/.test(stderr)) expect(isComplete(script)).toBe(false)
      }),
      { numRuns: 150 },
    )
  })
})
