import type ts from 'typescript'

/** "Unable to resolve signature of … decorator when called as an expression": of a class, a property, a parameter, a method. */
const signatureUnknown = new Set([1238, 1239, 1240, 1241])

/** There are two kinds of decorators, and one that is written for the other kind is refused; undefined: it is not that. */
export function decoratorRemedy(code: number, options: ts.CompilerOptions): string | undefined {
  if (!signatureUnknown.has(code)) return undefined
  const isExperimental = options.experimentalDecorators === true
  const [here, other] = isExperimental
    ? ['TypeScript’s experimental ones', 'standard ones']
    : ['the standard ones', 'TypeScript’s experimental ones']
  const setting = `{ "compilerOptions": { "experimentalDecorators": ${!isExperimental} } }`
  return `Decorators are ${here} in this notebook. For ${other}, write a tsconfig.json beside it and restart the kernel:\n  ${setting}`
}
