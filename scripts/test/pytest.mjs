import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { jupyterEnvironment } from '../jupyterlab/environment.mjs'
import { venv } from '../setup/paths.mjs'
import { readIfThere } from '../setup/stamp.mjs'
import { runChild, tail, testFolder } from './child.mjs'
import { failure } from './outcome.mjs'

/** Jupyter's own suite for kernels, and what we add to it, with pytest in the virtual environment. */
export async function conformanceSuite(minutes) {
  const file = join(testFolder, 'conformance.xml')
  rmSync(file, { force: true })
  const options = ['-p', 'no:cacheprovider', '--timeout=120', `--junitxml=${file}`]
  const argv = [join(venv, 'bin/python'), '-m', 'pytest', ...options, 'test/kernel/conformance']
  const child = await runChild('conformance', argv, { minutes, env: jupyterEnvironment(join(testFolder, 'jupyter')) })
  return pytestOutcome(file, child)
}

/** Reads pytest's JUnit XML: `<testcase classname name>` holding `<failure>`, `<error>` or `<skipped>` where not passed. */
function pytestOutcome(file, child) {
  const xml = readIfThere(file)
  if (xml === undefined) return failure(`conformance (${child.reason})`, tail(child.text))
  let passed = 0
  let skipped = 0
  const failures = []
  for (const [, attributes, body = ''] of xml.matchAll(/<testcase ([^>]*?)(?:\/>|>(.*?)<\/testcase>)/gs)) {
    const attribute = (name) => new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1] ?? ''
    if (/<(failure|error)\b/.test(body)) {
      failures.push({ title: `${attribute('classname')} > ${attribute('name')}`, detail: plainText(body) })
    } else if (body.includes('<skipped')) skipped++
    else passed++
  }
  if (failures.length === 0 && child.code !== 0) {
    failures.push({ title: `conformance (${child.reason})`, detail: tail(child.text) })
  }
  if (failures.length === 0 && passed === 0) failures.push({ title: 'conformance', detail: 'No test ran.' })
  return { passed, skipped, failures }
}

function plainText(xml) {
  const entities = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }
  return xml
    .replace(/<(failure|error) [^>]*>/g, '')
    .replace(/<\/(failure|error)>/g, '')
    .replace(/&(lt|gt|quot|apos|amp);/g, (_, name) => entities[name])
}
