import { escapeMarkup } from '../../display/index.js'
import type { TestRun } from './test-notebooks.js'
import type { Trial } from './trial.js'

/**
 * The run as JUnit's XML: a suite a trial, a case a cell, and one for this machine's network.
 *
 * Format: the schema that Jenkins and GitLab read, https://github.com/testmoapp/junitxml. Times are seconds.
 */
export function toJUnit({ notebooks, hostChanges }: TestRun): string {
  const suites = notebooks.flatMap(({ path, trials }) => trials.map((trial) => suite(path, trial)))
  const host = element('testcase', { name: 'network unchanged', classname: 'host' }, failure(hostChanges.join('\n')))
  const counts = { tests: 1, failures: hostChanges.length > 0 ? 1 : 0 }
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', { name: 'vethbook test' }, [
    ...suites,
    element('testsuite', { name: 'host', ...counts }, [host]),
  ])}\n`
}

function suite(path: string, { name, cells, durationMs }: Trial): string {
  const cases = cells.map(({ number, id, durationMs: cellMs, problem }) =>
    element(
      'testcase',
      { name: `cell ${number} (${id})`, classname: `${path}: ${name}`, time: seconds(cellMs) },
      failure(problem),
    ),
  )
  const failures = cells.filter(({ problem }) => problem !== undefined).length
  return element(
    'testsuite',
    { name: `${path}: ${name}`, tests: cells.length, failures, time: seconds(durationMs) },
    cases,
  )
}

const failure = (problem: string | undefined): string[] =>
  problem ? [element('failure', { message: problem.split('\n')[0] ?? '' }, [escapeMarkup(problem)])] : []

const seconds = (ms: number): string => (ms / 1000).toFixed(3)

function element(name: string, attributes: Record<string, string | number>, children: readonly string[]): string {
  const words = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeMarkup(String(value))}"`)
  return `<${name}${words.join('')}>${children.join('\n')}</${name}>`
}
