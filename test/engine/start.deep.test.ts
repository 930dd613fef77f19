import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { temporaryFolder } from './contract/node.js'

const OWNER = fileURLToPath(new URL('../support/engine-owner.mjs', import.meta.url))

/** Deleting a namespace's file takes its mount out of every mount namespace, also out of one that is being set up. */
it('a node starts on a machine whose namespaces come and go, each time', () => {
  const folder = temporaryFolder()
  const starts = 60
  const script = `
mount -t tmpfs none /run
while :; do
  for i in 1 2 3 4 5 6 7 8; do ip netns add x$i; done
  for i in 1 2 3 4 5 6 7 8; do ip netns del x$i; done
done &
churn=$!
for i in $(seq ${starts}); do ${process.execPath} ${OWNER} namespaces ${folder} once || true; done
kill $churn`
  const out = execFileSync('unshare', ['--user', '--map-root-user', '--net', '--mount', 'sh', '-c', script], {
    encoding: 'utf8',
  })
  rmSync(folder, { recursive: true })
  expect(out).toBe('ready\n'.repeat(starts))
})
