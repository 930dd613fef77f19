import { statSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { lendPackages, ownRoot } from '../packages.js'
import { markAsModule } from './internals.js'
import { leaveText } from './lean.js'
import { leaveRareOut } from './node-types.js'

/** The files of a notebook as TypeScript sees them: the disk, and two that are in memory only. */
export interface Files {
  /** The cell under work; its path does not exist on the disk. */
  readonly cellPath: string
  /** What former cells have declared. */
  readonly formerPath: string
  readonly host: ts.CompilerHost
  setCell(source: string): ts.SourceFile
  setFormer(declarations: string): ts.SourceFile
  /** Files on the disk may have changed, or come: ask again. */
  refresh(): void
  /** Changes whenever a file's text does. */
  version(path: string): string
  text(path: string): string | undefined
  /** The file as it is now; the same one as before where its text is. Undefined: it is not there. */
  file(path: string): ts.SourceFile | undefined
}

interface Kept {
  file: ts.SourceFile
  /** What the disk says of the file without its being read. */
  stamp: string
}

/** Installed packages do not change while a notebook runs; neither does this one. */
export function isInstalled(path: string): boolean {
  return path.includes('/node_modules/') || path.startsWith(ownBuild)
}

const ownBuild = join(ownRoot, 'dist/')

/** Parsed files, of every notebook of this process: those of TypeScript and of Node may come with a start-up snapshot. */
const sources = new Map<string, Kept>()

/** The files of the disk that are kept parsed. */
export function keptFiles(): ts.SourceFile[] {
  return [...sources.values()].map(({ file }) => file)
}

/**
 * Nearly all of the time that TypeScript takes to make a program of one more cell goes into asking the disk the same
 * questions again; the answers are kept here. Installed packages do not change, other files are asked for anew.
 */
export function openFiles(folder: string, options: ts.CompilerOptions): Files {
  const cellPath = join(folder, '__cell__.ts')
  const formerPath = join(folder, '__former__.d.ts')
  const system = { ...ts.sys }
  lendPackages(system, folder)

  const answers = { file: new Map<string, boolean>(), directory: new Map<string, boolean>() }
  const paths = new Map<string, string>()
  const texts = new Map<string, string | undefined>()
  const memory = new Map<string, { text: string; version: number; file: ts.SourceFile }>()

  const keep = <T>(map: Map<string, T>, path: string, ask: (path: string) => T): T => {
    const known = map.get(path)
    if (known !== undefined || map.has(path)) return known as T
    const answer = ask(path)
    map.set(path, answer)
    return answer
  }
  const stampOf = (path: string): string => {
    if (isInstalled(path)) return 'installed'
    const stat = statSync(path, { throwIfNoEntry: false })
    return stat ? `${stat.ino} ${stat.ctimeMs} ${stat.mtimeMs} ${stat.size}` : 'missing'
  }
  const text = (path: string): string | undefined =>
    memory.get(path)?.text ??
    (isInstalled(path) ? keep(texts, path, (asked) => system.readFile(asked)) : system.readFile(path))
  const parse = (path: string, content: string): ts.SourceFile => {
    const file = ts.createSourceFile(path, content, {
      languageVersion: options.target ?? ts.ScriptTarget.ES2022,
      // A sixth of what parsing leaves in memory; `documentation.ts` reads the one comment that is asked for.
      ...(isInstalled(path) && { jsDocParsingMode: ts.JSDocParsingMode.ParseNone }),
    })
    if (!isInstalled(path)) markAsModule(file)
    return file
  }

  const getSourceFile = (path: string): ts.SourceFile | undefined => {
    const inMemory = memory.get(path)
    if (inMemory) return inMemory.file
    const stamp = stampOf(path)
    const kept = sources.get(path)
    if (kept?.stamp === stamp) return kept.file
    const content = stamp === 'missing' ? undefined : system.readFile(path)
    if (content === undefined) {
      sources.delete(path)
      return undefined
    }
    if (kept?.file.text === content) {
      kept.stamp = stamp
      return kept.file
    }
    const file = Object.assign(parse(path, content), { version: stamp })
    if (isInstalled(path)) {
      leaveRareOut(file)
      leaveText(file, system.readFile)
    }
    sources.set(path, { file, stamp })
    return file
  }
  const set = (path: string, content: string): ts.SourceFile => {
    const former = memory.get(path)
    if (former?.text === content) return former.file
    const version = (former?.version ?? 0) + 1
    const file = Object.assign(parse(path, content), { version: String(version) })
    memory.set(path, { text: content, version, file })
    return file
  }

  return {
    cellPath,
    formerPath,
    setCell: (source) => set(cellPath, source),
    setFormer: (declarations) => set(formerPath, declarations),
    refresh() {
      for (const map of Object.values(answers)) {
        for (const [path, isThere] of map) if (!isThere || !isInstalled(path)) map.delete(path)
      }
      for (const path of paths.keys()) if (!isInstalled(path)) paths.delete(path)
      for (const path of texts.keys()) if (texts.get(path) === undefined) texts.delete(path)
    },
    version: (path) => String(memory.get(path)?.version ?? stampOf(path)),
    text,
    file: getSourceFile,
    host: {
      getSourceFile,
      getDefaultLibFileName: (asked) => ts.getDefaultLibFilePath(asked),
      getCurrentDirectory: () => folder,
      useCaseSensitiveFileNames: () => true,
      getCanonicalFileName: (path) => path,
      getNewLine: () => '\n',
      fileExists: (path) => memory.has(path) || keep(answers.file, path, (asked) => system.fileExists(asked)),
      directoryExists: (path) => keep(answers.directory, path, (asked) => system.directoryExists(asked)),
      readFile: text,
      realpath: (path) => keep(paths, path, (asked) => system.realpath?.(asked) ?? asked),
      getDirectories: (path) => system.getDirectories(path),
      writeFile: () => {
        throw new Error('a notebook writes no compiled files')
      },
    },
  }
}
