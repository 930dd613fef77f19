import { transform } from 'esbuild'
import { readFile } from 'node:fs/promises'

/** The page's own scripts and styles stand as they are in src/export/page/: from here and from dist/ that is the same way. */
const folder = new URL('../../../src/export/page/', import.meta.url)

/**
 * Several files of one kind as one, minified: the same files give the same text.
 *
 * @param words what scripts write as `words.copy`
 */
export async function bundle(names: readonly string[], words: Readonly<Record<string, string>> = {}): Promise<string> {
  const loader = names[0]?.endsWith('.css') === true ? 'css' : 'js'
  const texts = await Promise.all(names.map((name) => readFile(new URL(name, folder), 'utf8')))
  // Each script has a scope of its own.
  const parts = loader === 'js' ? texts.map((text) => `{\n${text}\n}`) : texts
  const { code } = await transform(parts.join('\n'), {
    loader,
    define: Object.fromEntries(Object.entries(words).map(([name, text]) => [`words.${name}`, JSON.stringify(text)])),
    minify: true,
    target: loader === 'css' ? 'esnext' : 'es2020',
    charset: 'utf8',
    legalComments: 'none',
  })
  return code.trim()
}
