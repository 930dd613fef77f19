import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readTranscript } from '../../../src/lab/text/transcript.js'

/** The lines that are run, without the empty ones. */
function commands(block: string): string[] {
  return readTranscript(block)
    .script.split('\n')
    .filter((line) => line !== '')
}

describe('a block without prompts', () => {
  it('runs as it stands', () => {
    const block =
      '# create namespaces\nsudo ip netns add ns1\nsudo ip netns add ns2\n\n# check created namespace\nip netns list'
    expect(readTranscript(block)).toEqual({ script: block, isPrompted: false, hasCommandsInComments: false })
  })
  it('keeps a commented-out command a comment', () => {
    const block = 'sudo ip netns add ns1\n# sudo ip netns delete ns1\n#ip netns delete ns1'
    expect(readTranscript(block).script).toBe(block)
  })
  it('says that a comment may be a command behind the prompt of root', () => {
    expect(readTranscript('# ip netns add ns1\n1: lo: <LOOPBACK>').hasCommandsInComments).toBe(true)
    expect(readTranscript('# your commands here\n# sudo ip link').hasCommandsInComments).toBe(false)
    expect(readTranscript('$ ip link\n# ip link').hasCommandsInComments).toBe(false)
  })
  it('takes away Windows line ends and the indentation of the whole block', () => {
    expect(readTranscript('    cat <<EOF\r\n    a\r\n    EOF\r\n').script).toBe('cat <<EOF\na\nEOF\n')
  })
  it('leaves what only looks like a prompt inside a here-document or a string', () => {
    const block = 'cat > session <<EOF\n$ ip link\nroot@vm:~# ip link\n# x\n> y\nEOF\necho "\n$ not a prompt"'
    expect(readTranscript(block)).toMatchObject({ script: block, isPrompted: false })
  })
  it('keeps a redirection at the start of a continued line', () => {
    const block = 'echo hello \\\n> greeting\ncat greeting'
    expect(readTranscript(block).script).toBe(block)
  })
  it('takes the second prompts of a here-document whose first prompt was taken away by hand', () => {
    expect(readTranscript('cat <<EOF\n> a\n>\n> EOF').script).toBe('cat <<EOF\na\n\nEOF')
  })
  it('keeps a pasted script with its first line', () => {
    const block = '#!/bin/bash\nset -u\nfor i in 1 2; do\n  ip netns add ns$i\ndone'
    expect(readTranscript(block).script).toBe(block)
  })
})

describe('a block with prompts', () => {
  it.each([
    '$ ',
    '% ',
    '~$ ',
    '~ $ ',
    '/ # ',
    '/etc/netns# ',
    'lee@srv01:~$ ',
    'lee@srv01:~/lab$ ',
    'lee@srv01:~$',
    'lee@srv01:~/lab (main)$ ',
    'root@vm:~# ',
    'root@vm:~#  ',
    'lee@mac ~ % ',
    '[root@host ~]# ',
    '[lee@host my lab]$ ',
    '(ns1) root@vm:~# ',
    'bash-5.2# ',
    'ns1# ',
    'vm:~$ ',
    'vm:~ # ',
    '❯ ',
    '➜  ~ ',
    '➜  lab git:(main) ✗ ',
    '└─$ ',
    '  $ ',
    '$\u00a0',
  ])('takes %j away', (prompt) => {
    expect(readTranscript(`${prompt}sudo ip netns add ns1\nsome output`)).toMatchObject({
      script: 'sudo ip netns add ns1\n',
      isPrompted: true,
    })
  })

  it('does not run what the tutorial printed, and keeps the lines in their places', () => {
    const block = `lee@srv01:~$ sudo ip netns exec ns1 ping -c 3 192.168.1.102
PING 192.168.1.102 (192.168.1.102) 56(84) bytes of data.
64 bytes from 192.168.1.102: icmp_seq=1 ttl=64 time=0.117 ms

--- 192.168.1.102 ping statistics ---
3 packets transmitted, 3 received, 0% packet loss, time 2043ms
lee@srv01:~$ ip link
lee@srv01:~$ `
    const lines = readTranscript(block).script.split('\n')
    expect(lines).toHaveLength(8)
    expect(lines[0]).toBe('sudo ip netns exec ns1 ping -c 3 192.168.1.102')
    expect(lines[6]).toBe('ip link')
    expect(lines.filter((line) => line !== '')).toHaveLength(2)
  })

  it('lets the prompt change inside the block', () => {
    expect(
      commands(
        'lee@srv01:~$ sudo -s\nroot@srv01:~# ip netns exec ns1 bash\n# ip link set lo up\n# exit\nroot@srv01:~# exit\n$ ip link',
      ),
    ).toEqual(['sudo -s', 'ip netns exec ns1 bash', 'ip link set lo up', 'exit', 'exit', 'ip link'])
  })

  it.each([
    '# create the namespaces',
    '# now ping ns2 from ns1',
    '# ping both ways, then stop',
    '# sudo ip link delete veth1',
    '#ip link',
    '## ip link',
    '# # ip link',
    '# Watch',
  ])('takes %j for a remark', (remark) =>
    expect(commands(`$ ip netns add ns1\n${remark}\n$ ip netns`)).toEqual(['ip netns add ns1', 'ip netns']),
  )

  it('never runs a command that is commented out behind the prompt', () => {
    expect(commands('$ # ip netns delete ns1')).toEqual(['# ip netns delete ns1'])
  })

  it('takes the second prompt away from here-documents, loops, strings and continued lines', () => {
    expect(
      commands(`$ cat > hosts <<EOF
> 10.0.0.1 a
>   $HOME
>
> EOF
$ for i in 1 2; do
>   ip netns add ns$i
> done
created
$ sudo ip link add veth1 type veth \\
>   peer name veth2
$ echo 'one
> two'
$ ip netns exec ns1 ip link |
> grep veth
output`),
    ).toEqual([
      'cat > hosts <<EOF',
      '10.0.0.1 a',
      '  $HOME',
      'EOF',
      'for i in 1 2; do',
      '  ip netns add ns$i',
      'done',
      'sudo ip link add veth1 type veth \\',
      '  peer name veth2',
      "echo 'one",
      "two'",
      'ip netns exec ns1 ip link |',
      'grep veth',
    ])
  })

  it('takes a here-document and a continued line that the author typed without second prompts', () => {
    expect(commands('$ cat <<EOF\n> quoted mail\nplain\nEOF\nquoted mail\n$ ip link \\\n  show\n1: lo')).toEqual([
      'cat <<EOF',
      '> quoted mail',
      'plain',
      'EOF',
      'ip link \\',
      '  show',
    ])
  })

  it('finds prompts behind printed output with an odd quote', () => {
    expect(commands("it's 12 o'clock, don't\n$ ip link")).toEqual(['ip link'])
  })

  it('goes on at the next prompt where a command was left open', () => {
    expect(commands('$ echo "open\n$ ip link')).toEqual(['echo "open', 'ip link'])
  })
})

const command = fc.oneof(
  fc.constantFrom(
    'sudo ip netns add ns1',
    'ip -n ns1 link set lo up',
    'echo "a # b" | tee /tmp/x',
    "awk '{print $1}' < file",
    'x=$(ip -br link | grep -c veth)',
    'ping -c 1 10.0.0.1 && echo ok || echo no',
    'nft add chain inet t c { type filter hook input priority 0 \\; }',
    'kill %1',
    'tcpdump -i br0 -l &',
    'echo $((1 << 2)) ${x:-"a b"} $# # remark',
    'case $x in a) echo 1;; *) echo 2;; esac',
    'f() { ip link show "$1"; }',
    'test ! -e /run/netns/ns1',
  ),
  fc.constantFrom(
    'cat <<EOF\none $x\n$ two\n# three\nEOF',
    "cat > f <<'E O'\n`x`\n  > y\nE O",
    'for i in 1 2; do\n  ip netns add ns$i\ndone',
    'if ip link show br0; then\n  echo yes\nelse\n  echo no\nfi',
    'while read -r a; do echo "$a"; done <<X\n1\nX',
    'ip link add veth1 type veth \\\n  peer name veth2',
    'echo "one\ntwo"',
    'f() {\n  echo hi\n}',
    '( cd /tmp\n  ls )',
    'ip link |\n  grep veth',
    'x=(\n a\n b\n)',
  ),
)
const prompt = fc.constantFrom('$ ', 'lee@srv01:~$ ', 'root@vm:/etc# ', '[root@host dir]# ')
const output = fc.constantFrom(
  '1: lo: <LOOPBACK,UP> mtu 65536',
  "can't do that",
  '64 bytes from 10.0.0.1: icmp_seq=1',
  '',
  '> x',
  '{ "a": [',
)

describe('any session', () => {
  it('gives back the commands that were typed, each on the line where it was typed', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(prompt, command, fc.array(output, { maxLength: 3 })), { minLength: 1 }),
        (steps) => {
          const typed: string[] = []
          const session: string[] = []
          for (const [ps1, text, printed] of steps) {
            session.push(...text.split('\n').map((line, at) => (at === 0 ? ps1 : '> ') + line), ...printed)
            typed.push(...text.split('\n'), ...printed.map(() => ''))
          }
          expect(readTranscript(session.join('\n')).script.split('\n')).toEqual(typed)
        },
      ),
    )
  })
  it('is left alone without prompts', () => {
    fc.assert(
      fc.property(fc.array(command, { minLength: 1 }), (texts) => {
        const block = texts.join('\n')
        expect(readTranscript(block)).toMatchObject({ script: block, isPrompted: false })
      }),
    )
  })
  it('has as many lines as the block', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            command,
            output,
            fc.tuple(prompt, command).map((pair) => pair.join('')),
          ),
          { minLength: 1 },
        ),
        (parts) => {
          const block = parts.join('\n')
          expect(readTranscript(block).script.split('\n')).toHaveLength(block.split('\n').length)
        },
      ),
    )
  })
})
