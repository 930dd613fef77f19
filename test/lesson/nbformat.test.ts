import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatNotebook, NotebookError, parseNotebook, stripOutputs } from '../../src/lesson/nbformat.js'

/** As Jupyter writes it: lists of lines, sorted keys, one space. */
const asJupyterWrites = `{
 "cells": [
  {
   "cell_type": "markdown",
   "id": "a1",
   "metadata": {},
   "source": [
    "# Title\\n",
    "\\n",
    "text"
   ]
  },
  {
   "cell_type": "code",
   "execution_count": 3,
   "id": "b2",
   "metadata": {
    "tags": [
     "raises-exception"
    ]
   },
   "outputs": [
    {
     "name": "stdout",
     "output_type": "stream",
     "text": [
      "one\\n",
      "two"
     ]
    },
    {
     "data": {
      "application/vnd.vegalite.v5+json": {
       "mark": "point"
      },
      "text/plain": [
       "a chart"
      ]
     },
     "metadata": {},
     "output_type": "display_data"
    },
    {
     "ename": "Error",
     "evalue": "no",
     "output_type": "error",
     "traceback": [
      "Error: no"
     ]
    }
   ],
   "source": [
    "fail()"
   ]
  }
 ],
 "metadata": {
  "kernelspec": {
   "name": "vethbook"
  }
 },
 "nbformat": 4,
 "nbformat_minor": 5
}
`

describe('a notebook file', () => {
  test('is read into whole strings', () => {
    const { cells } = parseNotebook(asJupyterWrites, 'x.ipynb')
    expect(cells[0]).toMatchObject({ cell_type: 'markdown', id: 'a1', source: '# Title\n\ntext' })
    expect(cells[1]).toMatchObject({
      outputs: [
        { text: 'one\ntwo' },
        { data: { 'text/plain': 'a chart', 'application/vnd.vegalite.v5+json': { mark: 'point' } } },
        { ename: 'Error' },
      ],
    })
  })

  test('read and written again is the same to the letter', () => {
    expect(formatNotebook(parseNotebook(asJupyterWrites, 'x.ipynb'))).toBe(asJupyterWrites)
  })

  test('keeps any source through writing and reading', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '\n', '\r', '"', '\\', 'é', '\u2028') }), (source) => {
        const cells = [{ cell_type: 'raw' as const, id: 'x', metadata: {}, source }]
        const text = formatNotebook({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells })
        expect(parseNotebook(text, 'x').cells[0]?.source).toBe(source)
      }),
    )
  })

  test('of format 4.4 gets the ids that 4.5 demands', () => {
    const old = {
      nbformat: 4,
      nbformat_minor: 4,
      metadata: {},
      cells: [{ cell_type: 'raw', metadata: {}, source: 'x' }],
    }
    const notebook = parseNotebook(JSON.stringify(old), 'x.ipynb')
    expect(notebook.nbformat_minor).toBe(5)
    expect(notebook.cells[0]?.id).toBe('cell-1')
  })

  test.each([
    ['{', /^x\.ipynb is not a notebook: /],
    ['[]', 'x.ipynb is not a notebook: it has no list of cells'],
    ['null', 'x.ipynb is not a notebook: it has no list of cells'],
    ['{"cells":[],"nbformat":3}', 'x.ipynb has notebook format 3; format 4 is what can be run'],
  ])('that is none is refused with its name: %s', (text, message) => {
    expect(() => parseNotebook(text, 'x.ipynb')).toThrow(NotebookError)
    expect(() => parseNotebook(text, 'x.ipynb')).toThrow(message)
  })

  test('stripped has neither outputs nor counts, and all else', () => {
    const notebook = parseNotebook(asJupyterWrites, 'x.ipynb')
    const { cells } = stripOutputs(notebook)
    expect(cells[0]).toEqual(notebook.cells[0])
    expect(cells[1]).toEqual({ ...notebook.cells[1], execution_count: null, outputs: [] })
  })
})
