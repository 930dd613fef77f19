import { relative } from 'node:path'

/** A file as a person would say it: from the notebook's folder on. */
export function placeName(path: string, folder: string): string {
  const name = relative(folder, path)
  return name.startsWith('..') ? path : name
}
