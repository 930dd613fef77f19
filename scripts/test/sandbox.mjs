import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { root } from '../setup/paths.mjs'
import { readIfThere } from '../setup/stamp.mjs'
import { runChild } from './child.mjs'
import { add, failure } from './outcome.mjs'
import { readableCheckout } from './user.mjs'
import { vitestArguments, vitestOutcome, vitestSuite } from './vitest.mjs'

/** Hosts at a time: more than cores, since some files wait for the network. */
const workers = 3
/** These take longest: each has a host to itself, and they are begun first, so that no core is idle at the end. */
const longest = ['lesson/faults/faults', 'engine/qemu', 'lab/restore', 'lesson/practice/practice']
/** So many others run on one host, one after the other, which spares a second of each. */
const filesOnHost = 4

/**
 * The sandbox files. As root: a few on each throw-away host (a network and a mount namespace), several hosts at a time,
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
  const waiting = shared(files.sort())
  const outcomes = []
  const worker = async () => {
    for (let some = waiting.shift(); some !== undefined; some = waiting.shift()) {
      outcomes.push(await onThrowAwayHost(user, folder, some, modules, minutes))
    }
  }
  await Promise.all(Array.from({ length: workers }, worker))
  rmSync(modules, { recursive: true, force: true })
  return add(...outcomes)
}

/** Which files share a host, in the order of their runs. */
function shared(files) {
  const paths = files.map((file) => `test/${file}`)
  const long = longest.map((name) => `test/${name}.sandbox.test.ts`).filter((path) => paths.includes(path))
  const others = paths.filter((path) => !long.includes(path))
  const count = Math.ceil(others.length / filesOnHost)
  // Those of one folder take alike: spread over the hosts.
  const spread = Array.from({ length: count }, (_, host) => others.filter((_, index) => index % count === host))
  return [...long.map((path) => [path]), ...spread]
}

/** A folder that the test user may write to. */
function writableFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'vethbook-test-'))
  chmodSync(folder, 0o777)
  return folder
}

/** @param {string} modules a folder for what is compiled, shared by the files of one user */
async function onThrowAwayHost(user, folder, files, modules, minutes) {
  // Results, vitest's cache and temporary files.
  const scratch = writableFolder()
  const results = join(scratch, 'results.json')
  const differences = join(scratch, 'differences.json')

  const title = `${files.join(', ')} as ${user}`
  const child = await runChild(
    `${basename(files[0])}-${user}`,
    [
      ...['unshare', '--net', '--mount', '--', process.execPath],
      ...[join(root, 'scripts/test/in-host.mjs'), user, differences, process.execPath],
      ...vitestArguments('sandbox', results, files, folder),
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
