import { notebookSession, type MagicCell, type MagicContext } from '../../display/index.js'
import { importOwnPackage } from './packages.js'

/** `%%name arguments` as the first line: the rest is not TypeScript. */
export function magicOf(code: string): MagicCell | undefined {
  const match = /^\s*%%(\S+)[ \t]*([^\n]*)(?:\n([\s\S]*))?$/.exec(code)
  if (!match) return undefined
  return { name: match[1] ?? '', arguments: (match[2] ?? '').trim(), body: match[3] ?? '' }
}

/**
 * Hands a magic cell to whoever has registered for it. `%%sh` brings in our own package if nobody has yet, so that it
 * works in a notebook that imports nothing.
 *
 * @throws Error if nobody takes it, or whatever the one that does throws
 */
export async function runMagic(cell: MagicCell, folder: string, context: MagicContext): Promise<void> {
  const ran = offer(cell, context)
  if (ran) return ran
  if (cell.name === 'sh' && bringMagic(folder)) {
    const second = offer(cell, context)
    if (second) return second
  }
  throw new Error(
    `no cell magic is called %%${cell.name}. Known is %%sh, which runs the lines below it as commands of the lab.`,
  )
}

let isBrought = false

/** Loads our own package, which knows `%%sh`, if nobody has; true: it may know the cell now. */
export function bringMagic(folder: string): boolean {
  if (isBrought || notebookSession().hooks.some(({ cellMagic }) => cellMagic)) return false
  importOwnPackage(folder)
  return (isBrought = true)
}

function offer(cell: MagicCell, context: MagicContext): Promise<void> | undefined {
  for (const hooks of notebookSession().hooks) {
    const ran = hooks.cellMagic?.(cell, context)
    if (ran) return ran
  }
  return undefined
}
