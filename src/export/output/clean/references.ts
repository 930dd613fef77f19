import type { Element, Root } from 'hast'

/** Drawn again wherever they are referred to. */
const reused = new Set(['pattern', 'mask', 'marker', 'clipPath', 'filter'])

/**
 * A shape that is ten copies of one that is ten copies of another is a thousand shapes at the third step and stops any
 * browser at the tenth. So copies are one step deep: `use` copies what has no copies in it, and what is drawn again where
 * it is referred to (patterns, masks, markers, clip paths) refers to gradients only. Drawing libraries do no more.
 */
export function limitReferences(root: Root): Root {
  const elements = new Map<string, Element>()
  visit(root, (element) => {
    const id = element.properties['id']
    if (typeof id === 'string' && !elements.has(id)) elements.set(id, element)
  })
  const target = (reference: unknown): Element | undefined => {
    const [, id = ''] = /#([^\s)]+)/.exec(String(reference)) ?? []
    return elements.get(id)
  }
  visit(root, (element, isReused) => {
    const { properties, tagName } = element
    if (tagName === 'use' && (isReused || holdsUse(target(properties['href'])))) delete properties['href']
    if (!isReused) return
    for (const [name, value] of Object.entries(properties)) {
      if (/url\(/.test(String(value)) && !/Gradient$/.test(target(value)?.tagName ?? '')) delete properties[name]
    }
  })
  return root
}

const known = new WeakMap<Element, boolean>()

function holdsUse(element: Element | undefined): boolean {
  if (!element) return false
  const before = known.get(element)
  if (before !== undefined) return before
  let found = false
  visit({ type: 'root', children: [element] }, ({ tagName }) => (found ||= tagName === 'use'))
  known.set(element, found)
  return found
}

function visit(node: Root | Element, look: (element: Element, isReused: boolean) => void, isReused = false): void {
  for (const child of node.children) {
    if (child.type !== 'element') continue
    look(child, isReused)
    visit(child, look, isReused || reused.has(child.tagName))
  }
}
