import { existsSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { parseNotebook, type Cell } from '../../nbformat.js'
import { anchorsOf, blocksOf } from './markdown.js'
import type { Remark } from './finding.js'

/** Links that lead nowhere on this machine: files that are not there, and headings that no cell has. The net is not asked. */
export function deadLinks(cells: readonly Cell[], path: string): Remark[][] {
  const own = anchorsIn(cells)
  return cells.map((cell) => {
    if (cell.cell_type !== 'markdown') return []
    const attached = new Set(Object.keys(cell.attachments ?? {}))
    return blocksOf(cell.source).flatMap(({ pieces }) =>
      pieces.flatMap((piece): Remark[] =>
        targetsOf(piece).flatMap((target) => {
          const fault = faultOf(target, path, own, attached)
          return fault ? [{ line: piece.line, rule: 'dead-link', ...fault }] : []
        }),
      ),
    )
  })
}

function targetsOf({
  kind,
  href,
  text,
}: ReturnType<typeof blocksOf>[number]['pieces'][number] & { href?: string | undefined }): string[] {
  if (kind !== 'html') return href === undefined ? [] : [href]
  return [...text.matchAll(/\s(?:href|src)\s*=\s*["']([^"']*)["']/gi)].map((match) => match[1] ?? '')
}

type Fault = Pick<Remark, 'message' | 'remedy'>

function faultOf(
  target: string,
  path: string,
  own: ReadonlySet<string>,
  attached: ReadonlySet<string>,
): Fault | undefined {
  if (/^[a-z][a-z\d+.-]*:/i.test(target) && !/^attachment:/i.test(target)) return undefined
  const [file = '', fragment] = decode(target).split(/#(.*)/s)
  if (/^attachment:/i.test(file)) {
    if (attached.has(file.slice('attachment:'.length))) return undefined
    return {
      message: `the cell has no attachment ${file.slice('attachment:'.length)}`,
      remedy: 'drag the picture into the cell again',
    }
  }
  const at = file === '' ? path : resolve(dirname(path), file)
  if (!existsSync(at))
    return {
      message: `the link leads to ${file}, which is not there`,
      remedy: 'mend the path; it begins in the notebook’s folder',
    }
  if (fragment === undefined || fragment === '') return undefined
  const anchors = file === '' ? own : anchorsOfFile(at)
  if (anchors === undefined || anchors.has(fragment)) return undefined
  const known = [...anchors].filter((name) => !name.includes('%')).slice(0, 8)
  return {
    message: `the link leads to #${fragment}, and no heading of ${file === '' ? 'this notebook' : file} is called so`,
    remedy: `use one of: ${known.map((name) => `#${name}`).join(', ')}`,
  }
}

function decode(target: string): string {
  try {
    return decodeURIComponent(target)
  } catch {
    return target // A lone % is a name's own.
  }
}

/** Undefined: a file of another kind, whose anchors we do not know. */
function anchorsOfFile(path: string): ReadonlySet<string> | undefined {
  if (path.endsWith('.ipynb')) return anchorsIn(parseNotebook(readFileSync(path, 'utf8'), path).cells)
  if (path.endsWith('.md'))
    return anchorsIn([{ cell_type: 'markdown', id: '', metadata: {}, source: readFileSync(path, 'utf8') }])
  return undefined
}

function anchorsIn(cells: readonly Cell[]): ReadonlySet<string> {
  const texts = cells.filter(({ cell_type }) => cell_type === 'markdown')
  const named = texts.flatMap(({ source }) =>
    [...source.matchAll(/<\w+\s[^>]*\b(?:id|name)="([^"]+)"/g)].map((match) => match[1] ?? ''),
  )
  const headings = texts.flatMap(({ source }) => blocksOf(source).filter(({ kind }) => kind === 'heading'))
  return new Set([...headings.flatMap(anchorsOf), ...named])
}
