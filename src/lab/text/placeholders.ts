import { ShellSyntax } from './shell-syntax.js'

/**
 * `<PID>`: a gap that a tutorial leaves to its reader, in capitals and outside of quotes. To bash it is a redirection,
 * so that the line would fail oddly, or even write a file.
 */
export function findPlaceholder(script: string): { placeholder: string; line: number; text: string } | undefined {
  const syntax = new ShellSyntax()
  for (const [at, text] of script.split('\n').entries()) {
    const plain = new Set<number>()
    syntax.line(text, (index, quoting) => (quoting === 'plain' ? plain.add(index) : plain.delete(index)))
    for (const found of text.matchAll(/(?<!<)<[A-Z][A-Z0-9_. -]*>/g)) {
      if (plain.has(found.index ?? -1)) return { placeholder: found[0], line: at + 1, text: text.trim() }
    }
  }
  return undefined
}
