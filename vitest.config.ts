import { defineConfig } from 'vitest/config'

/**
 * Suites by the end of a file's name: what a test needs decides how the runner (scripts/test.mjs) starts it.
 * A project of the same name here, so that `npx vitest run --project unit` works too.
 */
const named = (kind: string) => `test/**/*.${kind}.test.ts`
/** Every message of every kernel that a test starts is held against its written shape. */
const checked = 'test/kernel/support/check-messages.ts'
const unpractised = 'test/support/no-practice.ts'
const special = ['sandbox', 'kernel', 'browser', 'system', 'container', 'deep', 'container-deep'].map(named)
const notebooks = 'test/notebooks/**/*.test.ts'

interface Suite {
  name: string
  include: string
  exclude?: string[]
  /** Seconds that one test, and one hook, may take: a bound against hanging, never a claim about speed. */
  limit: number
  /** Files at once; each may start kernels or browsers of its own. */
  workers?: number
  /** Runs in each file before its tests. */
  setup?: string
}

const suites: Suite[] = [
  { name: 'unit', include: 'test/**/*.test.ts', exclude: [...special, notebooks], limit: 30 },
  { name: 'sandbox', include: named('sandbox'), limit: 60, workers: 1, setup: unpractised },
  { name: 'kernel', include: named('kernel'), exclude: [notebooks], limit: 120, workers: 2, setup: checked },
  {
    name: 'notebooks',
    include: notebooks,
    exclude: [named('browser'), named('deep')],
    limit: 300,
    workers: 2,
    setup: checked,
  },
  { name: 'system', include: named('system'), limit: 300, workers: 1 },
  { name: 'browser', include: named('browser'), limit: 300 },
  { name: 'container', include: named('container'), limit: 1200, workers: 1 },
  { name: 'deep', include: named('deep'), limit: 3600, workers: 1 },
  { name: 'container-deep', include: named('container-deep'), limit: 3600, workers: 1 },
]

const modules = process.env['VETHBOOK_TEST_MODULES']

export default defineConfig({
  // A folder that a test user may write to; the checkout may be somebody else's.
  cacheDir: process.env['VETHBOOK_TEST_CACHE'] ?? '.cache/vite',
  test: {
    // Each sandbox file is a run of its own: what was compiled for one is there for the next.
    experimental: modules === undefined ? {} : { fsModuleCache: true, fsModuleCachePath: modules },
    // What a failing assertion saw, whole: the runner prints its message and nothing else.
    chaiConfig: { truncateThreshold: 4000 },
    // Milliseconds: a bound against waiting in vain. The default of one second is over quickly on a busy machine.
    expect: { poll: { timeout: 10_000 } },
    projects: suites.map(({ name, include, exclude = [], limit, workers = 2, setup }) => ({
      extends: true,
      test: {
        name,
        include: [include],
        setupFiles: setup ?? [],
        exclude: ['**/node_modules/**', ...exclude],
        testTimeout: limit * 1000,
        hookTimeout: limit * 1000,
        maxWorkers: workers,
      },
    })),
  },
})
