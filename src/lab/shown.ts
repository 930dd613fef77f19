import { inspect } from 'node:util'
import {
  displaySymbol,
  inspectDisplayable,
  stockTslabCell,
  type Displayable,
  type MimeBundle,
} from '../display/index.js'
import { currentCell } from './notebook/cell.js'

/**
 * Gives plain data the ways of being shown, and methods, without changing what JSON, spreading or a comparison sees of
 * it. A value that a call has shown as it went adds nothing more as the last expression of the same cell; in a later
 * cell, and where there are no cells, it shows again.
 */
export function showable<Data extends object, Methods extends object = object>(
  data: Data,
  view: { bundle: () => MimeBundle; wasShown?: boolean; methods?: Methods },
): Data & Methods & Displayable {
  const shownIn = view.wasShown === true ? currentCell() : null
  const isAlreadyShown = (): boolean => shownIn !== null && shownIn === currentCell()
  const hidden = {
    ...view.methods,
    [displaySymbol]: (): MimeBundle => (isAlreadyShown() ? {} : view.bundle()),
    // Stock tslab prints a cell's last value by console.log, so that there, too, it would be shown twice.
    [inspect.custom]: (): string =>
      stockTslabCell() !== null && isAlreadyShown() ? '' : inspectDisplayable(view.bundle()),
  }
  for (const key of Reflect.ownKeys(hidden)) {
    Object.defineProperty(data, key, { value: hidden[key as keyof typeof hidden] })
  }
  return data as Data & Methods & Displayable
}
