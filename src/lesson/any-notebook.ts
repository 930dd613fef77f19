import { readFile } from 'node:fs/promises'
import { collectGarbage } from './collect-garbage.js'
import { NotebookError, type Cell, type Notebook, type Output } from './nbformat.js'
import { upgradeNotebook3 } from './nbformat3.js'

type Json = Record<string, unknown>

/** Characters: from here on a file's text is worth giving back. */
const large = 30_000_000

/**
 * A notebook of anybody's, to be shown: nbformat 3 to 4.5, of any kernel, as tools in use really write them, which is not
 * always as the format says. What is missing is empty; what is of no known kind is left out.
 *
 * @throws NotebookError, in one line, where the file is no notebook
 */
export async function readAnyNotebook(path: string): Promise<Notebook> {
  try {
    const { notebook, length } = await readAndParse(path)
    if (length > large) collectGarbage()
    return notebook
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STRING_TOO_LONG') throw error
    throw new NotebookError(`${path} is larger than 512 MB. Try: jupyter nbconvert --clear-output`, { cause: error })
  }
}

/** In a function of its own: when it has returned, nothing holds the file's text any more. */
async function readAndParse(path: string): Promise<{ notebook: Notebook; length: number }> {
  const text = await readFile(path, 'utf8')
  return { notebook: parseAnyNotebook(text, path), length: text.length }
}

/** @throws NotebookError, in one line, where the text is no notebook */
export function parseAnyNotebook(text: string, name: string): Notebook {
  const value = parseJson(text, name)
  const raw = asObject(value)
  const version = raw?.['nbformat'] ?? (Array.isArray(raw?.['worksheets']) ? 3 : 4)
  if (!raw || !(Array.isArray(raw['cells']) || Array.isArray(raw['worksheets']))) {
    throw new NotebookError(`${name} is not a notebook: it has no list of cells`)
  }
  if (version !== 3 && version !== 4) {
    throw new NotebookError(`${name} has notebook format ${JSON.stringify(version)}; formats 3 and 4 can be shown`)
  }
  const { metadata, cells } = version === 3 ? upgradeNotebook3(raw) : raw
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: asObject(metadata) ?? {},
    cells: (Array.isArray(cells) ? cells : []).flatMap((cell, index) => readCell(asObject(cell), index)),
  }
}

function parseJson(text: string, name: string): unknown {
  // Editors of Windows begin a file with a byte order mark.
  const content = text.startsWith('\ufeff') ? text.slice(1) : text
  if (content.trim() === '') throw new NotebookError(`${name} is not a notebook: it is empty`)
  try {
    return parseLoosely(content)
  } catch (error) {
    // Node quotes the text around the fault, with its line ends.
    const reason = (error as Error).message.replace(/\s+/g, ' ')
    throw new NotebookError(`${name} is not a notebook: ${reason}`, { cause: error })
  }
}

/** As Python writes it, whose NaN and infinities JSON does not know: they become null. */
function parseLoosely(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (!/\b(NaN|Infinity)\b/.test(text)) throw error
    return JSON.parse(
      text.replace(/"(?:[^"\\]|\\.)*"|-?\bInfinity\b|\bNaN\b/g, (part) => (part.startsWith('"') ? part : 'null')),
    )
  }
}

function readCell(raw: Json | undefined, index: number): Cell[] {
  if (!raw) return []
  const attachments = asObject(raw['attachments'])
  const parts = {
    id: typeof raw['id'] === 'string' ? raw['id'] : `cell-${index + 1}`,
    source: joined(raw['source']),
    metadata: readMetadata(asObject(raw['metadata'])),
    ...(attachments && { attachments }),
  }
  if (raw['cell_type'] !== 'code')
    return [{ cell_type: raw['cell_type'] === 'markdown' ? 'markdown' : 'raw', ...parts }]
  const outputs = (Array.isArray(raw['outputs']) ? raw['outputs'] : []).flatMap((output) =>
    readOutput(asObject(output)),
  )
  return [{ cell_type: 'code', ...parts, execution_count: readCount(raw['execution_count']), outputs }]
}

function readMetadata({ tags, ...metadata }: Json = {}): Cell['metadata'] {
  return { ...metadata, ...(Array.isArray(tags) && { tags: tags.filter((tag) => typeof tag === 'string') }) }
}

function readOutput(raw: Json | undefined): Output[] {
  switch (raw?.['output_type']) {
    case 'stream':
      return [
        { output_type: 'stream', name: raw['name'] === 'stderr' ? 'stderr' : 'stdout', text: joined(raw['text']) },
      ]
    case 'error': {
      const traceback = Array.isArray(raw['traceback']) ? raw['traceback'] : [raw['traceback']]
      return [
        {
          output_type: 'error',
          ename: joined(raw['ename']),
          evalue: joined(raw['evalue']),
          traceback: traceback.filter((line) => typeof line === 'string'),
        },
      ]
    }
    case 'display_data':
      return [{ output_type: 'display_data', ...readBundle(raw) }]
    case 'execute_result':
      return [{ output_type: 'execute_result', execution_count: readCount(raw['execution_count']), ...readBundle(raw) }]
    default:
      return []
  }
}

function readBundle(raw: Json): { data: Json; metadata: Json } {
  const data = Object.entries(asObject(raw['data']) ?? {}).map(([type, value]): [string, unknown] => {
    return [type, /[/+]json$/.test(type) || !Array.isArray(value) ? value : joined(value)]
  })
  return { data: Object.fromEntries(data), metadata: asObject(raw['metadata']) ?? {} }
}

function readCount(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}

/** Text is a string or a list of lines. */
function joined(value: unknown): string {
  if (Array.isArray(value)) return value.filter((line) => typeof line === 'string').join('')
  return typeof value === 'string' ? value : ''
}

function asObject(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined
}
