import { mime } from '../display/index.js'
import type { Notebook, Output } from '../lesson/index.js'
import { drawPng } from '../views/index.js'

/**
 * An executed notebook whose pictures show wherever it is opened: JupyterLab takes the chart or the SVG, and whoever
 * knows neither or does not trust them (GitHub, nbviewer, an untrusted notebook in JupyterLab) finds a PNG beside each.
 */
export function portableNotebook(notebook: Notebook): Notebook {
  const cells = notebook.cells.map((cell) =>
    cell.cell_type === 'code' ? { ...cell, outputs: cell.outputs.map(withPixels) } : cell,
  )
  return { ...notebook, cells }
}

function withPixels(output: Output): Output {
  if (!('data' in output)) return output
  const { data } = output
  const svg = data[mime.svg]
  if (typeof svg !== 'string' || data[mime.png] !== undefined) return output
  return { ...output, data: { ...data, [mime.png]: drawPng(svg) } }
}
