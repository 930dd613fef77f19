import { runChild } from './child.mjs'
import { add, failure } from './outcome.mjs'

const checks = {
  eslint: ['node_modules/eslint/bin/eslint.js', '.', '--max-warnings=0', '--cache', '--cache-location=.cache/eslint'],
  'prettier --check': ['node_modules/prettier/bin/prettier.cjs', '--check', '.', '--log-level=warn'],
  'tsc --noEmit': [
    'node_modules/typescript/bin/tsc',
    '--noEmit',
    '--incremental',
    '--tsBuildInfoFile',
    '.cache/typecheck.tsbuildinfo',
  ],
  'docs --check': ['scripts/docs.mjs', '--check'],
}

/** Style and types of everything, and whether the reference is what the docstrings say; each check counted as one test. */
export async function lintSuite(minutes) {
  const outcomes = Object.entries(checks).map(async ([title, args]) => {
    const child = await runChild(title.split(' ')[0], [process.execPath, ...args], { minutes })
    return child.code === 0
      ? { passed: 1, skipped: 0, failures: [] }
      : failure(title, child.text.trim() || child.reason)
  })
  return add(...(await Promise.all(outcomes)))
}
