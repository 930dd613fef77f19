import { transform } from 'esbuild'
import { readFile } from 'node:fs/promises'

/** The page's own scripts and styles stand as they are in src/export/page/: from here and from dist/ that is the same way. */
const folder = new URL('../../../src/export/page/', import.meta.url)

/** Several files of one kind as one, minified: the same files give the same text. */
export async function bundle(names: readonly string[], extra = ''): Promise<string> {
  const loader = names[0]?.endsWith('.css') === true ? 'css' : 'js'
  const texts = await Promise.all(names.map((name) => readFile(new URL(name, folder), 'utf8')))
  const { code } = await transform([...texts, extra].join('\n'), {
    loader,
    minify: true,
    ...(loader === 'js' && { format: 'iife' }),
    target: loader === 'css' ? 'esnext' : 'es2020',
    charset: 'utf8',
    legalComments: 'none',
  })
  return code.trim()
}
