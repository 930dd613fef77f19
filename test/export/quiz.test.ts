import { describe, expect, test } from 'vitest'
import { checkHtml, hintHtml } from '../../src/export/quiz/check.js'
import { gapsPuzzle, orderPuzzle, puzzleHtml } from '../../src/export/quiz/puzzle.js'
import { outcomeHtml, questionHtml, readPrediction } from '../../src/export/quiz/quiz.js'

const asked = {
  question: 'How <many>?',
  choices: ['0', '1'],
  answer: '1',
  isDefault: true,
  observed: null,
  right: null,
  because: null,
}

describe('a prediction', () => {
  test('is a question without an answer chosen: somebody else chose that', () => {
    const html = questionHtml(readPrediction(asked)!, new Map(), 'x-')
    expect(html).toContain('<legend>How &lt;many&gt;?</legend>')
    expect(html.match(/type="radio"/g)).toHaveLength(2)
    expect(html).not.toMatch(/checked|data-right|<details/)
  })

  test('knows what came of it', () => {
    const outcomes = new Map([[asked.question, { observed: '0', because: 'None is left.' }]])
    const html = questionHtml(readPrediction(asked)!, outcomes, 'x-')
    expect(html).toMatch(/<label data-right><input type="radio" name="x-q" value="0">/)
    expect(html).toMatch(/<details class="answer">.*<strong>0<\/strong>\. <span class="why">None is left\.</)
  })

  test('has one key, where it is asked and where it is told what happened', () => {
    const key = (html: string): string | undefined => /data-key="(\w+)"/.exec(html)?.[1]
    const told = outcomeHtml({ ...asked, observed: '0' })
    expect(key(told)).toBe(key(questionHtml(asked, new Map(), 'x-')))
  })

  test.each([undefined, null, 'x', {}, { question: 1, choices: [] }, { question: 'x' }])('is not %j', (value) => {
    expect(readPrediction(value)).toBeUndefined()
  })
})

describe('a puzzle', () => {
  const cell = (source: string) => ({
    ...{ cell_type: 'code', id: 'a', metadata: {}, source, execution_count: 1, outputs: [] },
  })
  const gaps = (source: string, solution: string): string | undefined =>
    gapsPuzzle(cell(source) as Parameters<typeof gapsPuzzle>[0], { goal: 'g', solution })?.form
  const answers = (html = ''): string[] => [...html.matchAll(/data-right="([^"]*)"/g)].map(([, answer = '']) => answer)

  test('of lines in an order shows them in another, each with its place', () => {
    const form = orderPuzzle({ kind: 'order', goal: 'g', solution: 'a\nb\n<c>' })?.form
    expect(answers(form).toSorted()).toEqual(['1', '2', '3'])
    expect(form).toContain(
      'data-right="3"><option value="">–<option>1<option>2<option>3</select><code>&lt;c&gt;</code>',
    )
  })

  test('with gaps takes its answers from the solution', () => {
    const source = 'await lesson.gaps(\n  `ip link set ▢link netns ▢\n  ip ▢<b> x`,\n  "g", test)'
    expect(answers(gaps(source, 'ip link set veth1 netns ns1\nip "add"<b> x'))).toEqual([
      'veth1',
      'ns1',
      '&quot;add&quot;',
    ])
    expect(gaps(source, 'ip link set veth1 netns ns1')).toBeUndefined()
    expect(gaps(source, 'ip link set veth1 up\nip add<b> x')).toBeUndefined()
  })

  test('has its solution behind a click', () => {
    const html = puzzleHtml({ key: 'k', kind: 'Put', goal: '<g>', form: '' }, '<p>seen</p>')
    expect(html).toContain('<legend>&lt;g&gt;</legend>')
    expect(html).toContain('<details class="answer"><summary>One way that works</summary><p>seen</p></details>')
  })

  test.each([
    undefined,
    {},
    { kind: 'found', goal: 'g', solution: 'a\nb' },
    { kind: 'order', goal: 'g', solution: 'a' },
  ])('is not %j', (value) => expect(orderPuzzle(value)).toBeUndefined())
})

describe('a check', () => {
  test('says what it saw; what helps unfolds', () => {
    const html = checkHtml({
      ...{ goal: 'veth1 is <up>', passed: false, saw: 'veth1 is down', wanted: 'veth1 up' },
      ...{ hint: 'Look at ip link', solution: 'ip link set veth1 up # now' },
    })
    expect(html).toContain('<strong>veth1 is &lt;up&gt;</strong>')
    expect(html).toContain('<p>Seen: veth1 is down.</p><p>Wanted: veth1 up.</p>')
    expect(html).toContain('<summary>A hint</summary><p>Look at ip link</p>')
    expect(html).toContain('ip link set veth1 up <span class="c"># now</span>')
  })

  test('that passed wants nothing any more', () => {
    const html = checkHtml({ goal: 'g', passed: true, saw: 's', wanted: 'w', hint: null, solution: null })
    expect(html).toContain('✓ Check passed')
    expect(html).not.toMatch(/Wanted|<details/)
  })

  test('a hint that was asked for is folded again', () => {
    expect(hintHtml({ goal: 'g', hint: 'h', number: 1, total: 3, isSolution: false })).toBe(
      '<details class="answer"><summary>Hint 1 of 3: g</summary><p>h</p></details>',
    )
  })

  test.each([undefined, null, {}, { goal: 1, passed: true }])('is not %j', (value) => {
    expect([checkHtml(value), hintHtml(value)]).toEqual([undefined, undefined])
  })
})
