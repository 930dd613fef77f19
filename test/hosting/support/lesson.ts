import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './python.js'

interface Cell {
  cell_type: string
  source: string[]
}

/** The code cells of a lesson, in their order. */
export function codeCells(name: string): string[] {
  const notebook = JSON.parse(readFileSync(join(root, `notebooks/${name}.ipynb`), 'utf8')) as { cells: Cell[] }
  return notebook.cells.filter(({ cell_type }) => cell_type === 'code').map(({ source }) => source.join(''))
}

/** A cell that opens a lab of this name, with two namespaces joined by a veth pair. */
export const pairNamed = (name: string): string => `import { openLab } from 'vethbook'
const ${name} = await openLab({ name: '${name}' })
await ${name}.build({
  namespaces: { ns1: { veth1: '10.0.0.1/24' }, ns2: { veth2: '10.0.0.2/24' } },
  links: [['ns1.veth1', 'ns2.veth2']],
})`

/** Fills the home, and then floods the network of the lab opened last while a fork bomb goes off. */
export const MISBEHAVE = [
  '%%sh --maybe\nhead -c 1G /dev/zero > zeros',
  '%%sh\nip netns exec ns1 ping -q -f 10.0.0.2 > /dev/null &\nbomb() { bomb | bomb & }; bomb',
] as const
