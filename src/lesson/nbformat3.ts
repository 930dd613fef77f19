/**
 * Notebooks of IPython 1 and 2 (nbformat 3: worksheets, `pyout`, `prompt_number`) in the words of format 4. Only names
 * change here; what is missing or of a wrong type is any-notebook.ts's to settle.
 *
 * Format: nbformat's v4/convert.py, `upgrade`.
 */
type Json = Record<string, unknown>

export function upgradeNotebook3(raw: Json): Json {
  const worksheets = Array.isArray(raw['worksheets']) ? (raw['worksheets'] as Json[]) : []
  const cells = worksheets.flatMap((sheet) => (Array.isArray(sheet?.['cells']) ? (sheet['cells'] as Json[]) : []))
  const { name, ...metadata } = (raw['metadata'] ?? {}) as Json
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { ...(typeof name === 'string' && name !== '' && { title: name }), ...metadata },
    cells: cells.map(upgradeCell),
  }
}

function upgradeCell(cell: Json): Json {
  if (typeof cell !== 'object' || cell === null) return cell
  const { cell_type: type, level, input, prompt_number: count, outputs, ...rest } = cell
  if (type === 'code') {
    const upgraded = Array.isArray(outputs) ? (outputs as Json[]).map(upgradeOutput) : []
    return { ...rest, cell_type: 'code', source: input, execution_count: count ?? null, outputs: upgraded }
  }
  // Headings were cells of their own, raw HTML was a kind of text.
  const marks = '#'.repeat(Math.min(6, Math.max(1, Number(level) || 1)))
  if (type === 'heading')
    return { ...rest, cell_type: 'markdown', source: [`${marks} `, textOf(rest['source'])].join('') }
  return { ...rest, cell_type: type === 'html' ? 'markdown' : type }
}

const types: Record<string, string> = {
  text: 'text/plain',
  html: 'text/html',
  svg: 'image/svg+xml',
  png: 'image/png',
  jpeg: 'image/jpeg',
  latex: 'text/latex',
  json: 'application/json',
  javascript: 'application/javascript',
}

function upgradeOutput(output: Json): Json {
  if (typeof output !== 'object' || output === null) return output
  const { output_type: type, prompt_number: count, stream, metadata, ...parts } = output
  if (type === 'stream') return { output_type: type, name: stream, text: parts['text'] }
  if (type === 'pyerr') return { output_type: 'error', ...parts }
  const data = Object.fromEntries(
    Object.entries(parts).map(([key, value]) => [types[key] ?? key, key === 'json' ? parsed(textOf(value)) : value]),
  )
  return type === 'pyout'
    ? { output_type: 'execute_result', execution_count: count ?? null, data, metadata }
    : { output_type: type, data, metadata }
}

/** JSON was kept as text. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Whatever it is, it is shown.
    return text
  }
}

function textOf(value: unknown): string {
  return Array.isArray(value) ? value.join('') : typeof value === 'string' ? value : ''
}
