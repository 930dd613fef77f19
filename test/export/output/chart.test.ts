import { describe, expect, test } from 'vitest'
import { renderOutput, type NotebookOutput } from '../../../src/export/output/index.js'

const spec = {
  $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
  title: 'Cities',
  data: {
    values: [
      { a: 'Oslo', b: 1 },
      { a: 'Köln', b: 2 },
    ],
  },
  mark: 'bar',
  encoding: { x: { field: 'a' }, y: { field: 'b', type: 'quantitative' } },
}

function render(data: Record<string, unknown>) {
  const output = { output_type: 'display_data', data: { 'text/plain': 'alt.Chart(...)', ...data }, metadata: {} }
  return renderOutput(output as NotebookOutput, { prefix: 'o1-' })
}

describe('a chart that came as a spec alone', () => {
  test('is drawn when the page is made, with its title and its words', async () => {
    const { kind, title, html } = await render({ 'application/vnd.vegalite.v5+json': spec })
    expect({ kind, title }).toEqual({ kind: 'picture', title: 'Cities' })
    for (const word of ['Oslo', 'Köln', 'role="img"', '<title id="o1-title">Cities</title>'])
      expect(html).toContain(word)
    expect(html).not.toContain('aria-roledescription')
    expect(await render({ 'application/vnd.vegalite.v5+json': spec })).toMatchObject({ html })
  })

  test('is not drawn where it needs data from elsewhere', async () => {
    const remote = { ...spec, data: { url: 'https://canary.invalid/data.json' } }
    const { kind, html } = await render({ 'application/vnd.vegalite.v5+json': remote })
    expect(kind).not.toBe('picture')
    expect(html).not.toContain('canary.invalid')
  })

  test('does not run what it holds', async () => {
    const attack = "[]['constructor']['constructor']('globalThis.pwned = 1')()"
    const hostile = { ...spec, transform: [{ calculate: attack, as: 'c' }, { filter: attack }] }
    await render({ 'application/vnd.vegalite.v5+json': hostile })
    expect(globalThis).not.toHaveProperty('pwned')
  })

  test('takes its picture where there is one', async () => {
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>Stored</title><path d="M0 0h9"/></svg>'
    expect((await render({ 'application/vnd.vegalite.v5+json': spec, 'image/svg+xml': svg })).title).toBe('Stored')
  })
})
