import { expect, test } from 'vitest'
import { toJUnit } from '../../../src/lesson/index.js'
import type { TriedCell } from '../../../src/lesson/index.js'

const cell = (number: number, problem?: string): TriedCell => ({
  number,
  id: `c${number}`,
  source: '1',
  durationMs: 1234,
  problem,
})

test('JUnit XML has a case a cell, its time in seconds, and text that XML can hold', () => {
  const trial = {
    name: 'section alone: <A> & "B"',
    cells: [cell(1), cell(2, 'Error: a < b\n\u001b[31mred')],
    durationMs: 2468,
    isPassed: false,
  }
  const notebooks = [{ path: 'a.ipynb', trials: [trial], isPassed: false }]
  expect(toJUnit({ notebooks, hostChanges: ['links changed:\n+ veth1'], isPassed: false })).toBe(`\
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="vethbook test"><testsuite name="a.ipynb: section alone: &lt;A&gt; &amp; &quot;B&quot;" tests="2" failures="1" time="2.468"><testcase name="cell 1 (c1)" classname="a.ipynb: section alone: &lt;A&gt; &amp; &quot;B&quot;" time="1.234"></testcase>
<testcase name="cell 2 (c2)" classname="a.ipynb: section alone: &lt;A&gt; &amp; &quot;B&quot;" time="1.234"><failure message="Error: a &lt; b">Error: a &lt; b
\u{fffd}[31mred</failure></testcase></testsuite>
<testsuite name="host" tests="1" failures="1"><testcase name="network unchanged" classname="host"><failure message="links changed:">links changed:
+ veth1</failure></testcase></testsuite></testsuites>
`)
})
