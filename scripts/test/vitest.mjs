import { rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { root } from '../setup/paths.mjs'
import { readIfThere } from '../setup/stamp.mjs'
import { runChild, tail, testFolder } from './child.mjs'
import { failure } from './outcome.mjs'

/** Arguments after `node` that run a project, or some files of it, and write what came of it to a JSON file. */
export function vitestArguments(project, resultFile, files = [], folder = root) {
  return [
    join(folder, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--project',
    project,
    '--configLoader=runner', // the usual one writes beside the configuration, which a test user may not
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${resultFile}`,
    ...files,
  ]
}

/** Runs a vitest project, or what `words` choose of it; `env` is added to its environment. */
export async function vitestSuite(project, minutes, { env = {}, title = project, words = [] } = {}) {
  const file = join(testFolder, `${title}.json`)
  rmSync(file, { force: true })
  const child = await runChild(title, [process.execPath, ...vitestArguments(project, file, words)], { minutes, env })
  return vitestOutcome(title, file, child)
}

/** Reads the JSON of vitest's reporter (the shape of Jest's). A crash, or no test at all, is a failure. */
export function vitestOutcome(title, file, child, folder = root) {
  const written = readIfThere(file)
  if (written === undefined) return failure(`${title} (${child.reason})`, tail(child.text))
  const report = JSON.parse(written)
  const failures = report.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const place = relative(folder, name)
    const failed = assertionResults.filter((test) => test.status === 'failed')
    if (failed.length === 0 && status === 'failed') return [{ title: place, detail: message || tail(child.text) }]
    return failed.map((test) => ({
      title: `${place} > ${test.fullName}`,
      detail: test.failureMessages.join('\n'),
    }))
  })
  const passed = report.numPassedTests
  const skipped = report.numPendingTests + report.numTodoTests
  if (failures.length === 0 && child.code !== 0)
    failures.push({ title: `${title} (${child.reason})`, detail: tail(child.text) })
  if (failures.length === 0 && passed === 0) failures.push({ title, detail: 'No test ran.' })
  return { passed, skipped, failures }
}
