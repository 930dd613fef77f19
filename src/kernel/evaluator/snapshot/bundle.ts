import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type esbuild from 'esbuild'
import type ts from 'typescript'
import { bundleName } from '../stack.js'

const require = createRequire(import.meta.url)
const dist = fileURLToPath(new URL('../../../../dist/', import.meta.url))

/**
 * The evaluator with TypeScript in one CommonJS file, which is what Node can take a start-up snapshot of. The compiler
 * is warmed before the snapshot; the evaluator's main module runs when a process starts from it.
 */
export function bundleEvaluator(): string {
  const compilerPath = require.resolve('typescript')
  const typescript = require('typescript') as typeof ts
  const modules = [wrap(compilerPath, short(readFileSync(compilerPath, 'utf8')))]
  const main = resolve(dist, 'kernel/evaluator/main.js')
  const warm = resolve(dist, 'kernel/evaluator/snapshot/warm.js')
  const found = new Set([main, warm])
  for (const path of found) {
    // Names that mean something else in a CommonJS module, or nothing.
    const source = readFileSync(path, 'utf8')
      .replaceAll('import.meta', 'importMeta')
      .replace(/(?<![.'"])\brequire\b(?=[ (.])/g, 'ownRequire')
    for (const { fileName } of typescript.preProcessFile(source).importedFiles) {
      if (fileName.startsWith('.')) found.add(resolve(dirname(path), fileName))
    }
    const { ES2022 } = typescript.ScriptTarget
    const { CommonJS } = typescript.ModuleKind
    const compilerOptions = { module: CommonJS, target: ES2022, esModuleInterop: true, removeComments: true }
    modules.push(wrap(path, typescript.transpileModule(source, { compilerOptions }).outputText))
  }
  const executor = require.resolve('tslab/dist/executor.js')
  const ownRequire = createRequire(executor)
  const parts = ['executor', 'metadata', 'tspath', 'util'].map((name) => join(dirname(executor), `${name}.js`))
  for (const path of parts) modules.push(wrap(path, readFileSync(path, 'utf8')))
  const names = {
    compiler: compilerPath,
    executor,
    fork: ownRequire.resolve('@tslab/typescript-for-tslab'),
    warm,
    main,
    importMeta: resolve(dist, 'kernel/evaluator/snapshot/import-meta.js'),
  }
  const bundle = `'use strict'
const paths = ${JSON.stringify(names)}
const urls = ${JSON.stringify(Object.fromEntries([...found].map((path) => [path, pathToFileURL(path).href])))}
const definitions = {
${modules.join(',\n')}
}
${loader}
//# sourceURL=${bundleName}`
  // One byte a character, in the file and in memory.
  return bundle.replace(/[^\x00-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** What Node makes the snapshot of. Of the file that it is given Node keeps the text twice, so that is a short one. */
export function entryFor(bundlePath: string): string {
  return `'use strict'
;(0, eval)(require('node:fs').readFileSync(${JSON.stringify(bundlePath)}, 'latin1'))
`
}

/**
 * V8 keeps the text of what it runs in the heap: of TypeScript's nine megabytes, most are comments, indentation and long
 * names of variables.
 */
function short(code: string): string {
  // Loaded here: the kernel's process, which may have to build, starts without it.
  const { transformSync } = require('esbuild') as typeof esbuild
  return transformSync(code, { minifyWhitespace: true, minifyIdentifiers: true, legalComments: 'none' }).code
}

function wrap(path: string, code: string): string {
  return `${JSON.stringify(path)}(exports, require, module, __filename, __dirname, importMeta) {\n${code}\n}`
}

const loader = `
const { getBuiltinModule } = process
const { dirname, resolve } = getBuiltinModule('node:path')
const loaded = new Map()
function load(path) {
  const known = loaded.get(path)
  if (known) return known.exports
  const module = { exports: {} }
  loaded.set(path, module)
  const find = (name) => {
    if (name === 'typescript') return load(paths.compiler)
    const near = resolve(dirname(path), name)
    for (const own of [near, near + '.js']) if (own in definitions) return load(own)
    // tslab's parts ask for its fork of TypeScript, and now and then for other files of it.
    return getBuiltinModule(name) ?? getBuiltinModule('node:module').createRequire(path)(name)
  }
  const importMeta = {
    url: urls[path],
    // Only a module that Node has loaded itself can ask how something is imported.
    tslab: { fork: paths.fork, load: () => load(paths.executor) },
    resolve: (...asked) => getBuiltinModule('node:module').createRequire(path)(paths.importMeta).resolve(...asked),
  }
  definitions[path](module.exports, find, module, path, dirname(path), importMeta)
  return module.exports
}
load(paths.warm).warm()
getBuiltinModule('node:v8').startupSnapshot.setDeserializeMainFunction(() => {
  // Node remembers the current directory, also over a snapshot.
  process.chdir('.')
  // What cells fork is started by the same options: it has a program of its own.
  process.execArgv.splice(process.execArgv.indexOf('--snapshot-blob'), 2)
  process.argv.splice(1, 0, paths.main)
  load(paths.main)
})
`
