/**
 * `npm test`: setup, then each suite once, added up. `npm test -- unit kernel` runs the suites named.
 * The last line is `N passed, N failed`; the exit code is 1 where anything failed, 2 where a suite's name is unknown.
 */
import { stripVTControlCharacters } from 'node:util'
import { setup } from './setup.mjs'
import { killChildren } from './test/child.mjs'
import { buildImages, containerSuite } from './test/container.mjs'
import { compareHosts, hostSnapshot } from './test/host.mjs'
import { endLeftovers, leftovers } from './test/leftovers.mjs'
import { lintSuite } from './test/lint.mjs'
import { add } from './test/outcome.mjs'
import { conformanceSuite } from './test/pytest.mjs'
import { sandboxSuite } from './test/sandbox.mjs'
import { unitSuite } from './test/unit.mjs'
import { vitestSuite } from './test/vitest.mjs'

/** What each suite runs. Minutes bound a hang; the whole takes far less. */
const suites = {
  lint: [['lint', () => lintSuite(5)]],
  unit: [['unit', () => unitSuite(10)]],
  sandbox:
    process.getuid() === 0
      ? [
          ['sandbox (root)', () => sandboxSuite('root', 10)],
          ['sandbox (nobody)', () => sandboxSuite('nobody', 10)],
        ]
      : [['sandbox', () => sandboxSuite('self', 15)]],
  kernel: [['kernel', () => vitestSuite('kernel', 15)]],
  conformance: [['conformance', () => conformanceSuite(10)]],
  notebooks: [['notebooks', () => vitestSuite('notebooks', 15)]],
  system: [['system', () => vitestSuite('system', 15)]],
  browser: [['browser', () => vitestSuite('browser', 15)]],
  container: [['container', () => containerSuite('container', 30, images)]],
  deep: [
    ['deep', () => vitestSuite('deep', 120)],
    ['deep (containers)', () => containerSuite('container-deep', 120, images)],
  ],
}

const named = process.argv.slice(2)
const unknown = named.filter((name) => !(name in suites))
if (unknown.length > 0) {
  console.error(`No suite ${unknown.join(', ')}. Suites: ${Object.keys(suites).join(', ')}`)
  process.exit(2)
}
const wanted = named.length > 0 ? named : Object.keys(suites).filter((name) => name !== 'deep')
/** Suites that run at the same time, since they wait a good deal. All others have the machine to themselves. */
const together = ['notebooks', 'container']

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    killChildren()
    process.exit(130)
  })
}

await setup({ tests: true })
const before = hostSnapshot()
/** They are built while the other suites run. */
const images = ['container', 'deep'].some((name) => wanted.includes(name))
  ? buildImages({ binder: wanted.includes('deep') })
  : undefined
const outcomes = []
for (const round of rounds(wanted)) outcomes.push(await timed(round))
const { podman } = (await images) ?? {}
podman?.dispose()
outcomes.push(hostOutcome())
const { passed, failures } = add(...outcomes)
console.log(`${passed} passed, ${failures.length} failed`)
process.exitCode = failures.length === 0 ? 0 : 1

/** What runs at the same time, in turn. */
function rounds(names) {
  const alone = names.filter((name) => !together.includes(name)).flatMap((name) => suites[name].map((each) => [each]))
  const beside = names.filter((name) => together.includes(name)).flatMap((name) => suites[name])
  return beside.length > 0 ? [...alone, beside] : alone
}

/** Runs suites at the same time, prints what came of each, and looks for what they left running. */
async function timed(round) {
  const each = round.map(async ([title, run]) => {
    const began = performance.now()
    const outcome = await run()
    print(title, outcome, `${((performance.now() - began) / 1000).toFixed(1)} s`)
    return outcome
  })
  const outcomes = await Promise.all(each)
  const left = await leftovers()
  endLeftovers(left)
  const title = `${round.map(([name]) => name).join(', ')}: left running`
  const failures = left.map(({ pid, command }) => ({ title, detail: `${pid} ${command}` }))
  if (failures.length > 0) print(title, { passed: 0, skipped: 0, failures }, '')
  return add(...outcomes, { passed: 0, skipped: 0, failures })
}

/** The real host's network, once a run. */
function hostOutcome() {
  const changes = compareHosts(before, hostSnapshot())
  const outcome = {
    passed: changes.length === 0 ? 1 : 0,
    skipped: 0,
    failures: changes.map((detail) => ({ title: "this host's network", detail })),
  }
  print("this host's network", outcome, '')
  return outcome
}

function print(title, { passed, skipped, failures }, time) {
  for (const { title: failing, detail } of failures) {
    console.log(`\nFAILED ${failing}\n${readable(detail).replace(/^/gm, '    ')}\n`)
  }
  const counts = `${passed} ok, ${failures.length} not${skipped > 0 ? `, ${skipped} skipped` : ''}`
  console.log(`${title.padEnd(22)} ${time.padStart(8)}  ${counts}`)
}

/** Without colours, and without the stack frames of the test tools themselves. */
function readable(text) {
  return stripVTControlCharacters(text)
    .split('\n')
    .filter((line) => !/^\s*at (.*node_modules|new Promise)/.test(line))
    .join('\n')
    .trimEnd()
}
