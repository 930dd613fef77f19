import { existsSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { placeName } from './place-name.js'

/** What a `tsconfig.json` beside the notebook says that counts for cells and the files they import. */
export interface NotebookConfig {
  options: ts.CompilerOptions
  /** Files `*.d.ts` that its `files` or `include` names: everything knows what they declare. */
  declarations: readonly string[]
  /** What is wrong with it, in TypeScript's words; empty: nothing. */
  complaints: readonly string[]
}

export const noConfig: NotebookConfig = { options: {}, declarations: [], complaints: [] }

/**
 * The options that count: how strictly is checked, where modules and types are found, which libraries and decorators
 * there are. Others do not: cells run in this process, so it is ours in what form (`target`, `module`, `outDir`,
 * `verbatimModuleSyntax` …); a name that a cell leaves unused is for later cells (`noUnusedLocals`); and there is
 * nothing that JSX could render into (`jsx`).
 */
const counting = [
  'strict',
  'noImplicitAny',
  'strictNullChecks',
  'strictFunctionTypes',
  'strictBindCallApply',
  'strictPropertyInitialization',
  'strictBuiltinIteratorReturn',
  'noImplicitThis',
  'useUnknownInCatchVariables',
  'exactOptionalPropertyTypes',
  'noImplicitOverride',
  'noImplicitReturns',
  'noFallthroughCasesInSwitch',
  'noPropertyAccessFromIndexSignature',
  'noUncheckedIndexedAccess',
  'noUncheckedSideEffectImports',
  'allowUnreachableCode',
  'allowUnusedLabels',
  'erasableSyntaxOnly',
  'checkJs',
  'baseUrl',
  'paths',
  // What the paths are relative to; TypeScript's own note beside them.
  'pathsBasePath',
  'rootDirs',
  'moduleSuffixes',
  'allowArbitraryExtensions',
  'types',
  'typeRoots',
  'lib',
  'experimentalDecorators',
  'emitDecoratorMetadata',
  'useDefineForClassFields',
] as const

/** "No inputs were found", "The 'files' list is empty": the inputs are cells. */
const withoutInputs = new Set([18002, 18003])

/** Reads the folder's `tsconfig.json`, with all that it extends. One that is broken counts as far as it can be read. */
export function readConfig(folder: string): NotebookConfig {
  const path = join(folder, 'tsconfig.json')
  if (!existsSync(path)) return noConfig
  // What is no JSON is said here only; TypeScript reads over it below.
  const { error: unreadable } = ts.readConfigFile(path, (each) => ts.sys.readFile(each))
  const errors: ts.Diagnostic[] = unreadable ? [unreadable] : []
  const parsed = ts.getParsedCommandLineOfConfigFile(path, undefined, {
    ...ts.sys,
    // Without `include` it is all of the folder, which may be large.
    readDirectory: (root, _, excludes, includes, depth) =>
      includes.includes('**/*') ? [] : ts.sys.readDirectory(root, ['.d.ts', '.d.mts'], excludes, includes, depth),
    onUnRecoverableConfigFileDiagnostic: (error) => errors.push(error),
  })
  const { options = {}, fileNames = [] } = parsed ?? {}
  errors.push(...(parsed?.errors ?? []).filter(({ code }) => !withoutInputs.has(code)))
  const missing = (options.types ?? [])
    .filter((name) => !ts.resolveTypeReferenceDirective(name, path, options, ts.sys).resolvedTypeReferenceDirective)
    .map((name) => `tsconfig.json - error: there are no types '${name}'\n  npm install --save-dev @types/${name}`)
  const said = new Set([...errors.map((error) => complaintOf(error, folder)), ...missing])
  return {
    options: Object.fromEntries(counting.filter((name) => name in options).map((name) => [name, options[name]])),
    declarations: fileNames.filter((name) => /\.d\.m?ts$/.test(name)),
    complaints: said.size > 0 ? [...said, consequence] : [],
  }
}

const consequence =
  'What can be read of tsconfig.json counts for this notebook; a restart of the kernel reads it again.'

function complaintOf({ file, start = 0, code, messageText }: ts.Diagnostic, folder: string): string {
  const { line, character } = file?.getLineAndCharacterOfPosition(start) ?? { line: 0, character: 0 }
  const at = file ? `${placeName(file.fileName, folder)}:${line + 1}:${character + 1}` : 'tsconfig.json'
  return `${at} - error TS${code}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`
}
