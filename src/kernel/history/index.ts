export { historyFolder, openArchive } from './archive.js'
export { History, type HistoryEntry } from './history.js'
