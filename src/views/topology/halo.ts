import type { Change } from '../../network/index.js'

/** What the changes touched: whole boxes, and interfaces or bridges as `namespace` + `link`. */
export interface Changed {
  box(namespace: string): boolean
  link(namespace: string, link: string): boolean
}

/** What the kernel does by itself is no news to the eye. */
export function changedThings(changes: readonly Change[]): Changed {
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
