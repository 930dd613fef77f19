import { FIRST_NODE, fullName, type Change, type Endpoint } from '../../network/index.js'

/** What is marked: whole boxes, and interfaces or bridges as `namespace` + `link`, by full names. */
export interface Marked {
  box(namespace: string): boolean
  link(namespace: string, link: string): boolean
}

/** One place: a link, or else a whole namespace. */
export function onePlace(at: Endpoint | undefined): Marked {
  const name =
    at && (at.namespace.includes('/') ? at.namespace : fullName({ node: at.node ?? FIRST_NODE, name: at.namespace }))
  return {
    box: (namespace) => namespace === name && at?.link === undefined,
    link: (namespace, link) => namespace === name && link === at?.link,
  }
}

/** What changes touched. What the kernel does by itself is no news to the eye. */
export function changedThings(changes: readonly Change[]): Marked {
  const boxes = new Set<string>()
  const links = new Set<string>()
  const add = (namespace: string, link: string) => links.add(JSON.stringify([namespace, link]))
  for (const change of changes) {
    if (change.isMinor) continue
    switch (change.kind) {
      case 'namespace-added':
        boxes.add(change.namespace)
        break
      case 'link-moved':
        add(change.to, change.newName ?? change.link)
        break
      case 'link-renamed':
        add(change.namespace, change.newName)
        break
      case 'link-added':
      case 'link-state':
      case 'link-setting':
      case 'master-changed':
      case 'address-added':
      case 'address-removed':
        add(change.namespace, change.link)
        break
      default:
        break
    }
  }
  return {
    box: (namespace) => boxes.has(namespace),
    link: (namespace, link) => links.has(JSON.stringify([namespace, link])),
  }
}
