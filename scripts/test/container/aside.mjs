import { runChild } from '../child.mjs'

/**
 * Runs what other suites run beside: with mounts and processes of its own, which end with it, of lower priority, and without
 * the mark by which what a suite has left running is found.
 * @param {string} name of the log file
 */
export const runAside = (name, argv, minutes, env = {}) =>
  runChild(name, [...OWN, 'sh', '-c', LOWER_PRIORITY, ...argv], {
    minutes,
    env: { ...env, VETHBOOK_TEST_RUN: undefined },
  })

const OWN = ['setpriv', '--pdeathsig', 'KILL', 'unshare', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc']

/** Where the kernel shares processor time among sessions first (sched(7), autogroup), the nice value counts within one only. */
const LOWER_PRIORITY =
  'for file in /proc/self/autogroup; do [ ! -w $file ] || echo 5 > $file; done; exec nice -n 5 "$0" "$@"'
