import { cpSync, readFileSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { root } from '../../setup/paths.mjs'

/**
 * Copies what an image is built from: suites that run meanwhile may make and remove files of the checkout. What
 * .dockerignore names stays behind, which here are paths, and names of any folder (`**` and a slash before them).
 */
export function copyContext(folder) {
  const ignored = new Set(readFileSync(join(root, '.dockerignore'), 'utf8').split('\n'))
  const isWanted = (path) => !ignored.has(relative(root, path)) && !ignored.has(`**/${basename(path)}`)
  cpSync(root, folder, { recursive: true, verbatimSymlinks: true, filter: (path) => path === root || isWanted(path) })
}
