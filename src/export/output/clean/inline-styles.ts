import type { Element, Root } from 'hast'

/** Elements that the rules of one text may be tried on: more is made to cost, not to be seen. */
const mostTries = 300_000

interface Compound {
  tag: string
  id: string
  classes: string[]
}

/**
 * The rules of a text's own style sheets (pandas' Styler, great tables, gt) written onto the elements they hold for, since
 * a style sheet would reach the whole page: what comes of them goes through the sanitiser as any other `style`. Only
 * selectors that begin with an id are taken, `#T_1_row0_col0` and `#T_1 th.level0`: they were meant for this output.
 * Legacy `<font color>` becomes a style, too.
 */
export function inlineStyles(root: Root): Root {
  const sheets: string[] = []
  const ids = new Map<string, Element>()
  eachElement(root, (element) => {
    const { tagName, properties } = element
    if (tagName === 'style' && isForScreens(properties['media'])) sheets.push(textOf(element))
    if (tagName === 'font') asSpan(element)
    const id = properties['id']
    if (typeof id === 'string' && !ids.has(id)) ids.set(id, element)
  })
  const found = new Map<Element, string[]>()
  let tries = 0
  // What says more about where it holds comes later, and wins.
  const rules = sheets.flatMap(rulesOf).toSorted((one, other) => one.path.length - other.path.length)
  for (const { path, declarations } of rules) {
    const [first, ...below] = path
    const start = first && ids.get(first.id)
    if (start === undefined || first === undefined || !fits(start, first)) continue
    let reached = [start]
    for (const compound of below) {
      const next = new Set<Element>()
      for (const element of reached) {
        eachElement(element, (each) => {
          if (++tries < mostTries && fits(each, compound)) next.add(each)
        })
      }
      reached = [...next]
    }
    for (const element of reached) found.set(element, [...(found.get(element) ?? []), declarations])
    if (tries >= mostTries) break
  }
  for (const [{ properties }, declarations] of found) {
    const own = properties['style']
    properties['style'] = [...declarations, ...(typeof own === 'string' ? [own] : [])].join(';')
  }
  return root
}

function isForScreens(media: unknown): boolean {
  return media === undefined || (typeof media === 'string' && /^\s*(all|screen)?\s*$/.test(media))
}

function rulesOf(sheet: string): { path: Compound[]; declarations: string }[] {
  const rules: { path: Compound[]; declarations: string }[] = []
  let depth = 0
  for (const piece of sheet.replace(/\/\*[^]*?(?:\*\/|$)/g, ' ').split('}')) {
    const [prelude = '', ...opened] = piece.split('{')
    const [declarations] = opened
    // Rules within others (`@media`) are left out.
    if (depth === 0 && opened.length === 1 && declarations !== undefined) {
      for (const selector of prelude.slice(prelude.lastIndexOf(';') + 1).split(',')) {
        const path = readSelector(selector)
        if (path !== undefined) rules.push({ path, declarations })
      }
    }
    depth = Math.max(0, depth + opened.length - 1)
  }
  return rules
}

/** Undefined for what does not begin with an id, or looks at more than elements within elements. */
function readSelector(selector: string): Compound[] | undefined {
  if (!/^\s*[a-z0-9]*#/i.test(selector) || selector.length > 500) return undefined
  const path = selector
    .trim()
    .split(/\s+/)
    .flatMap((part) => readCompound(part) ?? [])
  return path.length === selector.trim().split(/\s+/).length ? path : undefined
}

function readCompound(text: string): Compound | undefined {
  const [, tag = '', id = '', classes = ''] = /^([a-z][a-z0-9]*)?(?:#([\w-]+))?((?:\.[\w-]+)*)$/i.exec(text) ?? []
  return text === '' || tag + id + classes === ''
    ? undefined
    : { tag: tag.toLowerCase(), id, classes: classes.split('.').slice(1) }
}

function fits({ tagName, properties }: Element, { tag, id, classes }: Compound): boolean {
  if (tag !== '' && tag !== tagName) return false
  if (id !== '' && id !== properties['id']) return false
  const own = properties['className']
  return classes.length === 0 || (Array.isArray(own) && classes.every((name) => own.includes(name)))
}

function asSpan(element: Element): void {
  const { color } = element.properties
  element.tagName = 'span'
  element.properties = typeof color === 'string' ? { style: `color:${color}` } : {}
}

function eachElement(node: Root | Element, look: (element: Element) => void): void {
  for (const child of node.children) {
    if (child.type !== 'element') continue
    look(child)
    eachElement(child, look)
  }
}

function textOf(element: Element): string {
  return element.children.map((child) => (child.type === 'text' ? child.value : '')).join('')
}
