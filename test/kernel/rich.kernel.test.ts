import { expect, test } from 'vitest'
import { useKernel } from './support/notebook.js'

const notebook = useKernel()

test('a result and a display of records are tables, and one number is text only', async () => {
  const { outputs } = await notebook.client.execute("await display([{ name: '<a>' }])\n;[{ name: 'b', mtu: 1500 }]")
  const [display, result] = outputs.map((output) => ('data' in output ? output.data : {}))
  expect(display?.['text/html']).toContain('<td>&lt;a&gt;</td>')
  expect(result?.['text/html']).toContain('<td>1500</td>')
  expect(result?.['text/plain']).toBe("[ { name: 'b', mtu: 1500 } ]")
  const sum = await notebook.client.execute('1+1')
  expect(sum.outputs).toMatchObject([{ data: { 'text/plain': '2' } }])
})

test('charts, pictures and bundles with bytes, big integers and cycles reach the front end', async () => {
  const cell = `const ring: Record<string, unknown> = {}
ring.self = ring
await display({ [Symbol.for('Jupyter.display')]: () => ({
  'text/plain': 'all', 'image/png': Buffer.from([1, 2]), 'application/json': { n: 1n }, 'application/x-ring+json': ring,
}) })
await display({ toMime: async () => ({ 'text/markdown': '*x*' }) })
;({ $schema: 'https://vega.github.io/schema/vega-lite/v6.json', mark: 'bar' })`
  const { outputs, status } = await notebook.client.execute(cell)
  expect(status).toBe('ok')
  const [all, markdown, chart] = outputs.map((output) => ('data' in output ? output.data : {}))
  expect(all).toMatchObject({ 'image/png': 'AQI=', 'application/json': { n: 1 } })
  expect(all?.['text/plain']).toMatch(/^all\n\(application\/x-ring\+json cannot be shown/)
  expect(markdown?.['text/markdown']).toBe('*x*')
  expect(chart?.['application/vnd.vegalite.v5+json']).toMatchObject({ mark: 'bar' })
})

test('displays of one id are replaced together, and what is nothing is shown where it was asked for', async () => {
  const first = await notebook.client.execute("const one = await display('a', { id: 'same' })")
  const second = await notebook.client.execute("await display('b', { id: 'same' }); one.id")
  expect(second.outputs[1]).toMatchObject({ data: { 'text/plain': "'same'" } })
  await notebook.client.execute('await one.update(undefined)')
  for (const { outputs } of [first, second]) expect(outputs[0]).toMatchObject({ data: { 'text/plain': 'undefined' } })
  const third = await notebook.client.execute("await display({ [Symbol.for('Jupyter.display')]: () => ({}), a: 1 })")
  expect(JSON.stringify(third.outputs)).toContain('a: 1')
})

test('an endless value is cut, and a revoked proxy has words', async () => {
  const { outputs } = await notebook.client.execute(
    '[1, 2, 3].map(() => "x".repeat(9_000)).map((x) => Array(9).fill(x))',
  )
  expect(JSON.stringify(outputs).length).toBeLessThan(110_000)
  expect(JSON.stringify(outputs)).toContain('… cut: 243,')
  const cell = 'const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); proxy'
  expect(await notebook.run(cell)).toBe('result: <Revoked Proxy>')
})
