import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { useKernel } from './support/notebook.js'

const notebook = useKernel()
const cells = 10_000
const settled = 1_000

/** Small cells of every kind, each with names of its own. */
const kinds: ((n: number) => [code: string, result: string])[] = [
  (n) => [`const value${n} = ${n} * 2\nvalue${n} + 1`, `${2 * n + 1}`],
  (n) => [`const name${n}: string = \`cell ${n}\`\nname${n}.toUpperCase()`, `'CELL ${n}'`],
  (n) => [`function twice${n}(x: number): number { return x * 2 }\ntwice${n}(${n})`, `${2 * n}`],
  (n) => [`interface Pair${n} { a: number }\nconst pair${n}: Pair${n} = { a: ${n} }\npair${n}.a`, `${n}`],
  (n) => [`value${n - 4} + twice${n - 2}(1)`, `${2 * (n - 4) + 2}`],
]

test(`${cells} cells in one kernel: none fails, and memory stays as it was after the first ${settled}`, async () => {
  const memory: number[] = []
  for (let n = 0; n < cells; n++) {
    const [code, result] = kinds[n % kinds.length]!(n)
    expect(await notebook.run(code)).toBe(`result: ${result}`)
    if ((n + 1) % settled === 0) memory.push(residentMegabytes(notebook.client.pid ?? 0))
  }
  const [first = 0, ...later] = memory
  console.log(`MB after each ${settled} cells: ${memory.map(Math.round).join(', ')}`)
  expect(Math.max(...later)).toBeLessThan(1.2 * first)
})

/** Of a process and all that it started. Format: proc(5), `status` and `task/TID/children`. */
function residentMegabytes(pid: number): number {
  const kilobytes = Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
  const children = readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  )
  return children.reduce((sum, child) => sum + residentMegabytes(child), kilobytes / 1000)
}
