import { dirname } from 'node:path'
import ts from 'typescript'
import { installedFolder, ownRoot } from '../packages.js'
import type { NotebookConfig } from './config.js'

/** Not TypeScript's public option: what compiles to where its source lies is never written. */
const unwritten = { suppressOutputPathCheck: true }

/** How cells are checked: today's language, not the strictest, since a notebook is for trying things out. */
export function optionsFor(folder: string, { options }: NotebookConfig): ts.CompilerOptions {
  const nodeTypes = installedFolder('@types/node', folder) ?? installedFolder('@types/node', ownRoot)
  const { types = [] } = options
  const roots = options.typeRoots ?? ts.getEffectiveTypeRoots({}, { getCurrentDirectory: () => folder }) ?? []
  return {
    lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts'],
    experimentalDecorators: true,
    ...options,
    target: ts.ScriptTarget.ES2024,
    module: ts.ModuleKind.CommonJS,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    // As Node finds packages; TypeScript adds `import` and `types`.
    customConditions: ['node', 'module-sync'],
    types: [...(nodeTypes === undefined ? [] : ['node']), ...types.filter((name) => name !== 'node')],
    ...((nodeTypes !== undefined || types.length > 0) && {
      typeRoots: [...(nodeTypes === undefined ? [] : [dirname(nodeTypes)]), ...(types.length > 0 ? roots : [])],
    }),
    esModuleInterop: true,
    resolveJsonModule: true,
    allowJs: true,
    allowImportingTsExtensions: true,
    declaration: true,
    sourceMap: true,
    skipLibCheck: true,
    noErrorTruncation: true,
    newLine: ts.NewLineKind.LineFeed,
    ...unwritten,
  }
}
