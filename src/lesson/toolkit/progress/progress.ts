import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { currentSink, mime } from '../../../display/index.js'
import type { Catalogue } from '../text/en.js'
import { emptyProgress, isNewer, isProgress, type Progress } from './data.js'
import { progressPath } from './place.js'

/** Where the file cannot be used: for as long as the kernel lives. */
let inMemory: Progress | undefined

/** What is kept of this notebook, from an earlier kernel, too. A copy: `updateProgress` changes it. */
export function readProgress(words: Catalogue): Progress {
  if (inMemory !== undefined) return structuredClone(inMemory)
  const path = progressPath(process.env, process.cwd())
  if (path === undefined) return structuredClone((inMemory = emptyProgress()))
  return load(path, words)
}

/**
 * Changes what is kept and writes it at once, whole or not at all. Where that is not possible it is kept in memory, and one
 * notice says so.
 */
export function updateProgress(words: Catalogue, change: (progress: Progress) => void): void {
  const progress = readProgress(words)
  change(progress)
  countTime(progress)
  if (inMemory !== undefined) {
    inMemory = progress
    return
  }
  const path = progressPath(process.env, process.cwd())
  if (path === undefined) return
  try {
    store(path, progress)
  } catch (error) {
    inMemory = progress
    notice(words.progress.notKept(path, reasonOf(error)))
  }
}

/** Somebody who was away for longer is taken to have paused. */
const MOST_MS = 10 * 60_000

function countTime(progress: Progress): void {
  const now = new Date()
  const since = progress.lastAt === undefined ? 0 : now.getTime() - new Date(progress.lastAt).getTime()
  progress.spentMs = (progress.spentMs ?? 0) + Math.min(Math.max(since, 0), MOST_MS)
  progress.lastAt = now.toISOString()
}

/** Forgets everything; the file goes. */
export function resetProgress(words: Catalogue): void {
  inMemory = undefined
  const path = progressPath(process.env, process.cwd())
  if (path === undefined) return
  try {
    rmSync(path, { force: true })
  } catch (error) {
    inMemory = emptyProgress()
    notice(words.progress.notKept(path, reasonOf(error)))
  }
}

function load(path: string, words: Catalogue): Progress {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return emptyProgress()
    inMemory = emptyProgress()
    notice(words.progress.notKept(path, reasonOf(error)))
    return emptyProgress()
  }
  const value = parsed(text)
  if (isProgress(value)) return value
  if (isNewer(value)) {
    inMemory = emptyProgress()
    notice(words.progress.newer(path))
    return emptyProgress()
  }
  return setAside(path, words)
}

/** A damaged file is somebody's work: it is kept under another name. */
function setAside(path: string, words: Catalogue): Progress {
  const aside = `${path}.damaged-${new Date().toISOString().replaceAll(':', '-')}`
  try {
    renameSync(path, aside)
    notice(words.progress.damaged(path, basename(aside)))
  } catch (error) {
    inMemory = emptyProgress()
    notice(words.progress.notKept(path, reasonOf(error)))
  }
  return emptyProgress()
}

function store(path: string, progress: Progress): void {
  mkdirSync(dirname(path), { recursive: true })
  const temporary = `${path}.${process.pid}`
  writeFileSync(temporary, `${JSON.stringify(progress, null, 2)}\n`)
  renameSync(temporary, path)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // not JSON: as damaged as any other text
  }
}

function notice(text: string): void {
  currentSink().display({ [mime.text]: text })
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
