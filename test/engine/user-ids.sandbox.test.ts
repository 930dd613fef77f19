import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const RUN_IN_NODE = fileURLToPath(new URL('../support/run-in-node.mjs', import.meta.url))
const isRoot = process.getuid?.() === 0

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'vethbook-ids-'))
  chmodSync(folder, 0o777)
})
afterAll(() => rmSync(folder, { recursive: true }))

const TRY = 'wc -l < /proc/self/uid_map; touch mine; chown 5:5 mine; stat -c %u:%g mine; whoami; rm mine'

/** What lines print in a sandbox of the user nobody, after root has `prepare`d a mount namespace for it. */
const tryAsNobody = (prepare = '', lines = TRY): string => {
  const asNobody = isRoot ? 'setpriv --reuid=nobody --regid=nogroup --clear-groups' : ''
  const script = `${prepare}\nexec ${asNobody} "$@"`
  const shell = ['sh', '-ec', script, 'sh', process.execPath, RUN_IN_NODE, folder, lines]
  const [command, args] = isRoot ? ['unshare', ['--mount', ...shell]] : ['env', shell]
  return execFileSync(command, args, { encoding: 'utf8' }).trim()
}

describe('a plain user', () => {
  it('has one id in the sandbox where the machine gives no more', () => {
    expect(tryAsNobody()).toMatch(/^1\n0:0\nroot\nchown: .*Invalid argument$/)
  })

  it('has tcpdump all the same, which would become another user', () => {
    const lines = `ping -i 0.1 127.0.0.1 > /dev/null &
tcpdump -lnc 1 -i lo icmp 2>&1 | grep ICMP
tcpdump -qc 1 -i lo -w seen icmp 2>/dev/null; tcpdump -nr seen 2>/dev/null; stat -c %u seen
kill %1`
    expect(tryAsNobody('', lines)).toMatch(/^.* ICMP echo .*\n.* ICMP echo .*\n0(\n|$)/)
  })

  if (isRoot)
    it('has many with a line in /etc/subuid and /etc/subgid', () => {
      const giveIds = `cp -a /etc ${folder}/etc
mount --bind ${folder}/etc /etc
echo nobody:300000:65536 > /etc/subuid
echo nobody:300000:65536 > /etc/subgid`
      expect(tryAsNobody(giveIds)).toBe('2\n5:5\nroot')
    })
})
