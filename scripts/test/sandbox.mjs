import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { root } from '../setup/paths.mjs'
import { readIfThere } from '../setup/stamp.mjs'
import { runChild } from './child.mjs'
import { add, failure } from './outcome.mjs'
import { readableCheckout } from './user.mjs'
import { vitestArguments, vitestOutcome, vitestSuite } from './vitest.mjs'

/** Files that are run at a time: more than cores, since some wait for the network. */
const workers = 3
/** These take longest and are begun first, so that no core is idle at the end. */
const longest = ['lesson/faults/faults', 'engine/qemu', 'lab/restore', 'lesson/practice/practice']

/**
 * The sandbox files. As root: each on a throw-away host of its own (a network and a mount namespace), a few at a time,
 * run by `user`, and the host compared afterwards. As anyone else there is only one way: as oneself, on this host,
 * whose network an ordinary user cannot change.
 * @param {'root' | 'nobody'} user
 */
export async function sandboxSuite(user, minutes) {
  if (process.getuid() !== 0) {
    console.log(
      '  Not root: the sandbox tests run as yourself only, on this host; root runs them as root and as nobody.',
    )
    return vitestSuite('sandbox', minutes)
  }
  const files = readdirSync(join(root, 'test'), { recursive: true }).filter((path) => path.endsWith('.sandbox.test.ts'))
  if (files.length === 0) return failure('sandbox', 'No test ran.')

  const folder = user === 'nobody' ? readableCheckout() : root
  const modules = writableFolder()
  const isLong = (file) => longest.includes(file.replace('.sandbox.test.ts', ''))
  const waiting = files.sort().sort((a, b) => isLong(b) - isLong(a))
  const outcomes = []
  const worker = async () => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      outcomes.push(await onThrowAwayHost(user, folder, `test/${file}`, modules, minutes))
    }
  }
  await Promise.all(Array.from({ length: workers }, worker))
  rmSync(modules, { recursive: true, force: true })
  return add(...outcomes)
}

/** A folder that the test user may write to. */
function writableFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'vethbook-test-'))
  chmodSync(folder, 0o777)
  return folder
}

/** @param {string} modules a folder for what is compiled, shared by the files of one user */
async function onThrowAwayHost(user, folder, file, modules, minutes) {
  // Results, vitest's cache and temporary files.
  const scratch = writableFolder()
  const results = join(scratch, 'results.json')
  const differences = join(scratch, 'differences.json')

  const title = `${file} as ${user}`
  const child = await runChild(
    `${basename(file)}-${user}`,
    [
      ...['unshare', '--net', '--mount', '--', process.execPath],
      ...[join(root, 'scripts/test/in-host.mjs'), user, differences, process.execPath],
      ...vitestArguments('sandbox', results, [file], folder),
    ],
    { minutes, cwd: folder, env: { VETHBOOK_TEST_CACHE: join(scratch, 'cache'), VETHBOOK_TEST_MODULES: modules } },
  )
  const outcome = vitestOutcome(title, results, child, folder)
  const changed = readIfThere(differences)
  rmSync(scratch, { recursive: true, force: true })

  const failures = outcome.failures.map((each) => ({ ...each, title: `${each.title} (as ${user})` }))
  if (changed === undefined)
    failures.push({ title: `${title}: host`, detail: `The host could not be compared (${child.reason}).` })
  for (const detail of JSON.parse(changed ?? '[]')) failures.push({ title: `${title}: host`, detail })
  return { ...outcome, failures }
}
