import { describe, expect, test } from 'vitest'
import { joinStreams, renderOutput, type RenderedOutput } from '../../../src/export/output/index.js'
import { readAnyNotebook } from '../../../src/lesson/index.js'
import { unsafeParts } from '../safety.js'

/** Outputs of a fixture, by cell. python.ipynb was run by IPython; the others are written as their kernels write. */
async function rendered(name: string): Promise<RenderedOutput[][]> {
  const { cells } = await readAnyNotebook(new URL(`../../fixtures/notebooks/${name}.ipynb`, import.meta.url).pathname)
  return Promise.all(
    cells.map(async (cell, index) => {
      const outputs = cell.cell_type === 'code' ? joinStreams(cell.outputs) : []
      return Promise.all(outputs.map((output, at) => renderOutput(output, { prefix: `o${index}-${at}-` })))
    }),
  )
}

const kinds = (outputs: RenderedOutput[][]) => outputs.map((cell) => cell.map(({ kind }) => kind).join(' '))

describe('notebooks of others', () => {
  test.each(['python', 'r', 'julia', 'format3'])('%s: nothing unsafe, no id twice', async (name) => {
    const html = (await rendered(name)).flat().map((output) => output.html)
    for (const each of html) expect(unsafeParts(each, 'o')).toEqual([])
    const ids = html.flatMap((each) => [...each.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id))
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('Python: tables, pictures, formulas and text as such; what needs a script is named', async () => {
    const outputs = await rendered('python')
    expect(kinds(outputs)).toEqual([
      '',
      'html',
      'html',
      'picture',
      'picture',
      'maths',
      'not shown',
      'not shown',
      'nothing nothing not shown',
      'not shown',
      'stream stream',
      'stream',
      'text',
      'json not shown html text maths not shown',
      'error',
    ])
    const words = outputs.map((cell) => cell.map(({ text }) => text).join('\n'))
    expect(words[3]).toContain('Three points')
    expect(words[7]).toContain('A Plotly chart is not shown here')
    expect(words[8]).toContain('A Bokeh chart is not shown here')
    expect(words[9]).toContain(
      "A widget is not shown here, since it runs only in a notebook.\nIntSlider(value=3, description='n')",
    )
    expect(words[14]).toBe('ZeroDivisionError: division by zero')
  })

  test('Python: a table has headers that say something, in a box that scrolls', async () => {
    const html = (await rendered('python'))[1]?.[0]?.html ?? ''
    expect(html).toMatch(/^<div class="o-html" role="group" aria-label="Table" tabindex="0">/)
    expect(html).toContain('<th>city</th>')
    expect(html).not.toContain('<th></th>')
    expect(html).toContain('&lt;b>x&lt;/b>')
  })

  test('Python: a progress bar is its last state, colours stay, long text folds with a count', async () => {
    const outputs = await rendered('python')
    expect(outputs[10]?.[0]?.text).toBe(`100%|${'█'.repeat(29)}`)
    expect(outputs[10]?.[1]?.html).toContain('<span class="a-bold a-1">bold red</span>')
    expect(outputs[11]?.[0]?.html).toContain('<summary>176 more lines</summary>')
    expect(outputs[14]?.[0]?.html).toContain('<details class="o-fold"><summary>Stack trace</summary>')
  })

  test('Python: a styled table is a table, its style sheet no text; a chart in HTML that its script draws is named', async () => {
    // As pandas 2 and Altair 5 write them, shortened.
    const styled =
      '<style type="text/css">\n#T_1a2b3 th {\n  color: #00f;\n}\n#T_1a2b3_row0_col0, #T_1a2b3_row1_col0 {\n  background-color: yellow;\n  background: url(https://canary.invalid/x);\n}\n</style>\n<table id="T_1a2b3">\n' +
      '  <thead>\n    <tr>\n      <th class="blank level0" >&nbsp;</th>\n      <th id="T_1a2b3_level0_col0" class="col_heading level0 col0" >ms</th>\n    </tr>\n  </thead>\n' +
      '  <tbody>\n    <tr>\n      <th id="T_1a2b3_level0_row0" class="row_heading level0 row0" >ns1</th>\n      <td id="T_1a2b3_row0_col0" class="data row0 col0" >0.03</td>\n    </tr>\n  </tbody>\n</table>\n'
    const chart =
      '\n<style>\n  #altair-viz-8f.vega-embed {\n    width: 100%;\n  }\n</style>\n<div id="altair-viz-8f"></div>\n<script type="text/javascript">\n' +
      '  var VEGA_DEBUG = (typeof VEGA_DEBUG == "undefined") ? {} : VEGA_DEBUG;\n  (function(spec, embedOpt){ })({"config": {}}, {"mode": "vega-lite"});\n</script>'
    const show = (html: string, text: string) =>
      renderOutput(
        {
          output_type: 'execute_result',
          execution_count: 1,
          metadata: {},
          data: { 'text/html': html, 'text/plain': text },
        },
        { prefix: 'o1-' },
      )
    const table = await show(styled, '<pandas.io.formats.style.Styler at 0x7f>')
    expect(table.kind).toBe('html')
    expect(table.text).toMatch(/^ms\s+ns1\s+0\.03$/)
    // Its colours are on the cells, and can be read on a light page and on a dark one.
    expect(table.html).toContain('style="background-color:yellow;color-scheme:light;color:#000">0.03</td>')
    expect(table.html).toMatch(/style="color:light-dark\(#0000ff,#\w+\)">ms<\/th>/)
    const drawn = await show(chart, 'alt.Chart(...)')
    expect(drawn).toMatchObject({
      kind: 'not shown',
      text: expect.stringContaining('What a script in HTML draws is not shown'),
    })
  })

  test('R: a data frame, a list, plots as pixels and as a drawing whose letters are copies', async () => {
    const outputs = await rendered('r')
    expect(kinds(outputs)).toEqual(['', 'html', 'html', 'picture', 'picture', 'error'])
    expect(outputs[1]?.[0]?.html).toContain('<caption>A data.frame: 2 × 2</caption>')
    const drawing = outputs[4]?.[0]?.html ?? ''
    const [, id] = /<use [^>]*href="#([^"]+)"/.exec(drawing) ?? []
    expect(drawing).toContain(`<symbol id="${id}"`)
    expect(outputs[5]?.[0]?.text).toContain("object 'nosuch' not found")
  })

  test('Julia: a data frame with aligned columns, a plot with its clip path, an error', async () => {
    const outputs = await rendered('julia')
    expect(kinds(outputs)).toEqual(['html', 'picture', 'error'])
    expect(outputs[0]?.[0]?.html).toContain('<td style="text-align:right">1</td>')
    expect(outputs[1]?.[0]?.html).toMatch(/<clipPath id="(o1-0-\w+)">.*clip-path="url\(#\1\)"/s)
  })

  test('the same notebook gives the same outputs', async () => {
    expect(await rendered('python')).toEqual(await rendered('python'))
  })
})
