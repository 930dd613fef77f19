import type { Cell, CodeCell, Notebook, TextCell } from '../nbformat.js'

/**
 * A lesson to begin from: small, whole, and put together as lessons are. It passes `vethbook lint` and `vethbook test`; its
 * author replaces one section after the other.
 */
export function skeleton(title: string): Notebook {
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { name: 'vethbook', display_name: 'TypeScript (vethbook)', language: 'typescript' } },
    cells: [...opening(title), ...shown, ...task, ...recap],
  }
}

function opening(title: string): Cell[] {
  return [
    text(
      'title',
      `# ${title}

One or two sentences: what happens in this lesson, and why it is worth knowing.

**Afterwards you can**

- make a network namespace, and say what is in it;
- join two namespaces by a cable.

**You need** a shell, and nothing else. About 15 minutes.`,
    ),
    code('open-lab', `import { openLab } from 'vethbook'\nconst lab = await openLab()`),
  ]
}

const shown: Cell[] = [
  text(
    'namespaces',
    `## Two namespaces

A *network namespace* is a network of its own inside one machine. Say in a few words what the section shows, and what each new word means. The next cell brings the *lab*, your small machine, to the section's start.`,
  ),
  code(
    'namespaces-start',
    `import { all, exists, lesson } from 'vethbook'
const lab = await lesson.section('Two namespaces', { start: 'empty' })`,
  ),
  text('namespaces-guess', '**Predict.** Ask for a prediction before what surprises people, and let it be one click.'),
  code(
    'namespaces-predict',
    `const guess = await lesson.predict('Two namespaces are made. How many links does each have?', [0, 1, 2])`,
  ),
  code(
    'namespaces-add',
    '%%sh\nsudo ip netns add ns1\nsudo ip netns add ns2\nsudo ip netns exec ns1 ip link',
    'runs-once',
  ),
  code(
    'namespaces-observe',
    `const ns1 = (await lab.state()).namespaces.find(({ name }) => name === 'ns1')
await guess.observed(ns1?.links.length ?? 0, { because: 'each namespace is born with a loopback' })
await lab.topology()`,
  ),
  code(
    'namespaces-check',
    `await lesson.check('both namespaces are there', all(exists('ns1'), exists('ns2')), {
  solution: \`
    sudo ip netns add ns1
    sudo ip netns add ns2\`,
})`,
  ),
  text(
    'namespaces-explain',
    'Explain the difference between guess and observation, from what the reader has just seen. Claim nothing that no cell shows.',
  ),
]

const task: Cell[] = [
  text(
    'task',
    `## Your turn

A *veth pair* is a cable: two *links*, as the places are called where a network is plugged in, that belong together. Now only the goal is given. The cell below the goal is empty, and the check below that one tells how far you are.`,
  ),
  code(
    'task-start',
    `import { exists, lesson } from 'vethbook'
const lab = await lesson.section('Your turn', {
  start: \`
    sudo ip netns add ns1
    sudo ip netns add ns2\`,
})
await lab.topology()`,
  ),
  code(
    'task-goal',
    `await lesson.task('one end of a cable is in ns1', exists('veth1', { in: 'ns1' }), {
  solution: \`
    sudo ip link add veth1 type veth peer name veth2
    sudo ip link set veth1 netns ns1\`,
})`,
  ),
  code('task-yours', '%%sh\n# your commands here'),
  code('task-check', `await lesson.check('one end of a cable is in ns1')`),
]

const recap: Cell[] = [
  text(
    'recap',
    `## Recap

- What the reader knows now, a line each.

**Question.** What is in a namespace that nobody has put anything into? Answer first; then run the cell.`,
  ),
  code(
    'recap-start',
    `import { lesson } from 'vethbook'
const lab = await lesson.section('Recap', { start: 'sudo ip netns add quiet' })`,
  ),
  code('recap-answer', '%%sh\nsudo ip netns exec quiet ip link'),
  text(
    'recap-links',
    'To read on: [ip-netns(8)](https://man7.org/linux/man-pages/man8/ip-netns.8.html), [veth(4)](https://man7.org/linux/man-pages/man4/veth.4.html).',
  ),
]

function text(id: string, source: string): TextCell {
  return { cell_type: 'markdown', id, metadata: {}, source }
}

function code(id: string, source: string, ...tags: string[]): CodeCell {
  const metadata = tags.length > 0 ? { tags } : {}
  return { cell_type: 'code', id, metadata, source, execution_count: null, outputs: [] }
}
