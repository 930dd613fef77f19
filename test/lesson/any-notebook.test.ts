import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { NotebookError, parseAnyNotebook, parseNotebook, readAnyNotebook } from '../../src/lesson/index.js'

const fixture = (name: string) => new URL(`../fixtures/notebooks/${name}.ipynb`, import.meta.url).pathname

describe('a notebook of anybody’s', () => {
  test('of format 4.5 is read as our own are', async () => {
    const text = readFileSync(fixture('python'), 'utf8')
    expect(parseAnyNotebook(text, 'x').cells).toEqual(parseNotebook(text, 'x').cells)
  })

  test('of format 3 has its headings, its raw HTML, its outputs and its errors', async () => {
    const { cells, metadata, nbformat } = await readAnyNotebook(fixture('format3'))
    expect({ nbformat, title: metadata['title'] }).toEqual({ nbformat: 4, title: 'Old notes' })
    expect(cells.map(({ cell_type, source }) => [cell_type, source])).toEqual([
      ['markdown', '## Getting started'],
      ['markdown', 'Some *words*.'],
      ['markdown', '<b>raw</b> html'],
      ['code', '%pylab inline\nplot([1, 2])'],
      ['code', '1/0'],
    ])
    expect(cells[3]).toMatchObject({
      execution_count: 1,
      outputs: [
        { output_type: 'stream', name: 'stdout', text: 'Populating the interactive namespace\n' },
        { output_type: 'execute_result', data: { 'text/plain': '[<matplotlib.lines.Line2D at 0x1>]' } },
        { output_type: 'display_data', data: { 'image/png': expect.stringMatching(/^iVBOR/) } },
      ],
    })
    expect(cells[4]).toMatchObject({ outputs: [{ output_type: 'error', ename: 'ZeroDivisionError' }] })
  })

  test('with nothing where something should be is as empty as it says', () => {
    const cells = [
      {},
      null,
      'x',
      { cell_type: 'code' },
      {
        cell_type: 'code',
        source: ['a', 1, 'b'],
        outputs: [null, {}, { output_type: 'stream' }, { output_type: 'error' }],
      },
      {
        cell_type: 'code',
        metadata: { tags: 'x' },
        outputs: [{ output_type: 'display_data' }, { output_type: 'pyout' }],
      },
      { cell_type: 'markdown', source: null, metadata: null, attachments: 3 },
      { cell_type: 'heading', source: 'x' },
    ]
    const notebook = parseAnyNotebook(JSON.stringify({ cells }), 'x')
    expect(notebook.metadata).toEqual({})
    expect(notebook.cells.map(({ cell_type, source }) => [cell_type, source])).toEqual([
      ['raw', ''],
      ['code', ''],
      ['code', 'ab'],
      ['code', ''],
      ['markdown', ''],
      ['raw', 'x'],
    ])
    expect(notebook.cells[2]).toMatchObject({
      outputs: [
        { output_type: 'stream', name: 'stdout', text: '' },
        { output_type: 'error', ename: '', evalue: '', traceback: [] },
      ],
    })
    expect(notebook.cells[3]).toMatchObject({ metadata: {}, outputs: [{ output_type: 'display_data', data: {} }] })
  })

  test('may begin with a byte order mark', () => {
    expect(parseAnyNotebook('\ufeff{"cells":[]}', 'x').cells).toEqual([])
  })

  test.each([
    ['', 'x.ipynb is not a notebook: it is empty'],
    ['{"cells": [\n{"a": \n', /^x\.ipynb is not a notebook: .+$/],
    ['<html>\n<body>\nNot found', /^x\.ipynb is not a notebook: .+$/],
    ['version https://git-lfs.github.com/spec/v1\noid sha256:0', /^x\.ipynb is not a notebook: .+$/],
    ['[]', 'x.ipynb is not a notebook: it has no list of cells'],
    ['null', 'x.ipynb is not a notebook: it has no list of cells'],
    ['{"cells":{}}', 'x.ipynb is not a notebook: it has no list of cells'],
    ['{"cells":[],"nbformat":2}', 'x.ipynb has notebook format 2; formats 3 and 4 can be shown'],
    ['{"cells":[],"nbformat":"4"}', 'x.ipynb has notebook format "4"; formats 3 and 4 can be shown'],
  ])('that is none is refused in one line: %s', (text, message) => {
    const parse = () => parseAnyNotebook(text, 'x.ipynb')
    expect(parse).toThrow(NotebookError)
    expect(parse).toThrow(message)
    expect(parse).not.toThrow(/\n/)
  })
})
