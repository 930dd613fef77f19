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
