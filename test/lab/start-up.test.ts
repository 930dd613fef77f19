import { execFileSync } from 'node:child_process'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'

const dist = pathToFileURL(fileURLToPath(new URL('../../dist/', import.meta.url)))

/** Every file that importing the package loads, as the loader sees it. */
function loadedFiles(): string[] {
  const hooks = `import { writeSync } from 'node:fs'
    export async function load(url, context, next) { writeSync(1, url + '\\n'); return next(url, context) }`
  const program = `import { register } from 'node:module'
    register('data:text/javascript,' + encodeURIComponent(${JSON.stringify(hooks)}))
    await import(${JSON.stringify(new URL('index.js', dist).href)})`
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' })
  return output.split('\n').filter((line) => line.startsWith('file:'))
}

describe('importing vethbook', () => {
  it('loads no drawing, no layout and no compiler: start-up is a hot path', () => {
    const files = loadedFiles()
    expect(files).toContain(new URL('lab/index.js', dist).href)
    expect(files.filter((file) => /node_modules\/(?:vega|@resvg|typescript|tslab)/.test(file))).toEqual([])
  })
  it('works by require too, as stock tslab loads it', () => {
    const program = `const { openLab } = require(${JSON.stringify(fileURLToPath(new URL('index.js', dist)))}); console.log(typeof openLab)`
    expect(execFileSync(process.execPath, ['-e', program], { encoding: 'utf8', stdio: 'pipe' })).toBe('function\n')
  })
})
