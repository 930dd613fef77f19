import { dirname } from 'node:path'
import ts from 'typescript'
import { installedFolder, ownRoot } from '../packages.js'

/** How cells are checked: today's language, not the strictest, since a notebook is for trying things out. */
export function optionsFor(folder: string): ts.CompilerOptions {
  const nodeTypes = installedFolder('@types/node', folder) ?? installedFolder('@types/node', ownRoot)
  return {
    target: ts.ScriptTarget.ES2024,
    module: ts.ModuleKind.CommonJS,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts'],
    types: nodeTypes === undefined ? [] : ['node'],
    ...(nodeTypes !== undefined && { typeRoots: [dirname(nodeTypes)] }),
    esModuleInterop: true,
    experimentalDecorators: true,
    resolveJsonModule: true,
    allowImportingTsExtensions: true,
    rewriteRelativeImportExtensions: true,
    declaration: true,
    sourceMap: true,
    skipLibCheck: true,
    noErrorTruncation: true,
    newLine: ts.NewLineKind.LineFeed,
  }
}
