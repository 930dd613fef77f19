import { notebookSession } from '../../../display/index.js'
import type { QuietLab } from '../../../lab/index.js'
import { lessonLabIfOpen } from '../context.js'
import { readProgress, updateProgress } from '../progress/progress.js'
import type { Catalogue } from '../text/en.js'
import { catalogue } from '../text/language.js'
import { pagesOf } from './manual-pages.js'

/** So many events of each lab have been looked at. */
const seen = new WeakMap<QuietLab, number>()
let isKept = false

/** From now on the commands that are run are kept in the lesson's progress, by the pages of the manual that tell of them. */
export function keepCommands(): void {
  if (isKept) return
  isKept = true
  notebookSession().hooks.push({ afterCell: async () => noteCommands(await catalogue()) })
}

/** Those of the lab opened last that have not been looked at. */
export function noteCommands(words: Catalogue): void {
  const lab = lessonLabIfOpen()
  if (lab === undefined) return
  const { events } = lab
  const scripts = events
    .slice(seen.get(lab) ?? 0)
    .flatMap((event) => (event.kind === 'command-started' ? [event.command] : []))
  seen.set(lab, events.length)
  const pages = [...new Set(scripts.flatMap(pagesOf))]
  const known = readProgress(words).manual ?? []
  const fresh = pages.filter((page) => !known.includes(page))
  if (fresh.length === 0) return
  updateProgress(words, (progress) => void (progress.manual = [...known, ...fresh]))
}
