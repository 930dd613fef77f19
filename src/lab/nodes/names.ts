import { FIRST_NODE } from '../../network/index.js'
import { isHostName } from '../host-name.js'

/** @throws TypeError naming the first that cannot be a node's name */
export function checkNodeNames(names: readonly string[]): void {
  if (!Array.isArray(names)) throw new TypeError("lab.nodes takes a list of names: await lab.nodes(['node1', 'node2'])")
  for (const name of names) {
    if (name === FIRST_NODE)
      throw new TypeError(`"${FIRST_NODE}" is the lab's own machine: give the node another name.`)
    if (!isHostName(name)) {
      throw new TypeError(
        `A node's name is its host name: letters, digits and hyphens, 63 at most. ${JSON.stringify(name)} is not one.`,
      )
    }
    if (names.indexOf(name) !== names.lastIndexOf(name)) throw new TypeError(`Two nodes are named ${name}.`)
  }
}
