import type { Element, Root } from 'hast'
import { contrast, readableColour, readColour, type Rgb } from '../colour.js'

/** What large and small text needs: WCAG 2.1, 1.4.3. */
const enough = 4.5

/**
 * Colours that an output brings along were chosen for a white page: text keeps them as far as it can be read, on the light
 * page and on the dark one. An element with a ground of its own brings along the scheme for it, so that links and lines in
 * it turn, too. Drawings are left alone, they stand on paper.
 */
export function readable(root: Root): Root {
  visit(root, undefined)
  return root
}

function visit(node: Root | Element, ground: Rgb | undefined): void {
  for (const child of node.children) {
    if (child.type !== 'element' || child.tagName === 'svg' || child.tagName === 'math') continue
    visit(child, settle(child, ground))
  }
}

/** @returns the ground that what is in the element stands on; undefined where it is the page's */
function settle({ properties }: Element, around: Rgb | undefined): Rgb | undefined {
  const { style } = properties
  if (typeof style !== 'string') return around
  const declarations = new Map(style.split(';').map((each) => cut(each)))
  const [ground, text] = [
    readColour(declarations.get('background-color') ?? declarations.get('background') ?? ''),
    readColour(declarations.get('color') ?? ''),
  ]
  if (ground !== undefined) {
    const ink = readableColour.on(ground)
    declarations.set('color-scheme', ink === '#000' ? 'light' : 'dark')
    if (text === undefined || contrast(text, ground) < enough) declarations.set('color', ink)
  } else if (text !== undefined && around !== undefined) {
    if (contrast(text, around) < enough) declarations.set('color', readableColour.on(around))
  } else if (text !== undefined) declarations.set('color', readableColour.both(text))
  else return around
  properties['style'] = [...declarations].map(([name, value]) => `${name}:${value}`).join(';')
  return ground ?? around
}

function cut(declaration: string): [string, string] {
  const colon = declaration.indexOf(':')
  return [declaration.slice(0, colon), declaration.slice(colon + 1)]
}
