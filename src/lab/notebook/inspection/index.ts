/** What is known of what stands at the cursor in a cell, as far as it concerns the lab. Loaded at the first question. */
import type { CodePlace, MimeBundle } from '../../../display/index.js'
import { FIRST_NODE, findLink, meantNamespace, parseEndpoint, type NetworkState } from '../../../network/index.js'
import { ownerOfFacade } from '../completion/complete-argument.js'
import { viewOf } from '../completion/complete-shell.js'
import { shellOf } from '../completion/index.js'
import { invocationOf } from '../completion/invocation.js'
import { sceneOf, type Scene } from '../completion/scene.js'
import { shellCursorAt, wordEnd } from '../completion/shell-cursor.js'
import { magicUsage } from '../magic.js'
import { commandPage } from './command-page.js'
import { addressPage, linkPage, namespacePage } from './network-page.js'
import { pageBundle, type Page } from './page.js'

export async function inspect(place: CodePlace, detail: 0 | 1): Promise<MimeBundle | undefined> {
  const page = await pageAt(place, detail)
  return page && pageBundle(page)
}

async function pageAt(place: CodePlace, detail: 0 | 1): Promise<Page | undefined> {
  if (place.kind === 'argument') {
    const owner = ownerOfFacade(place.receiver.value)
    const { state, node } = owner ? await sceneOf(owner) : nowhere
    return state && pageOfName(state, place.text, node)
  }
  const owner = shellOf(place)
  if (!owner) return undefined
  if (place.kind === 'magic-name' || place.kind === 'magic-arguments')
    return { title: '%%sh', summary: "runs the lines below it in the lab's shell", blocks: [magicUsage] }
  return shellPage(place.text, place.cursor, await sceneOf(owner), detail)
}

const nowhere: Scene = { node: FIRST_NODE }

async function shellPage(script: string, cursor: number, scene: Scene, detail: 0 | 1): Promise<Page | undefined> {
  const at = shellCursorAt(script, wordEnd(script, cursor))
  if (at?.expects !== 'word') return undefined
  // Behind a word and a blank that word is still meant.
  const words = at.typed === '' ? at.words : [...at.words, at.typed]
  const word = words.at(-1) ?? ''
  const invocation = invocationOf(words)
  const view = viewOf(invocation, scene)
  // What stands where a command, its object or its verb does is no name in the network.
  const isName = word === invocation.namespace || invocation.words.length > placesOfCommand(invocation.words)
  if (view && isName) {
    const own = view.state.namespaces.find(({ name, node }) => name === view.namespace && node === view.node)
    const link = own?.links.find(({ name }) => name === word.replace(/@.*/, ''))
    if (link) return linkPage(view.state, link)
    const named = view.state.namespaces.find(({ name, node }) => name === word && node === view.node)
    if (named) return namespacePage(view.state, named, word)
    const address = addressPage(view.state, word)
    if (address) return address
  }
  // Wrappers alone, `sudo`, are commands as well.
  return commandPage(invocation.words.length > 0 ? invocation.words : [word], detail)
}

/** How many words say what is to be done: `ip link set`, `ping`. */
function placesOfCommand([program = '']: readonly string[]): number {
  return ['ip', 'bridge', 'tc'].includes(program) ? 3 : 1
}

/** `ns1.veth1`, `ns1`, `node1`, an address. */
function pageOfName(state: NetworkState, text: string, node: string): Page | undefined {
  const address = addressPage(state, text)
  if (address) return address
  const { namespace, link: linkName } = parseEndpoint(text)
  const space = meantNamespace(state, namespace, node)
  if (!space) return undefined
  if (linkName === undefined) return namespacePage(state, space, text)
  const link = space.links.find(({ name }) => name === linkName) ?? findLink(state, text)
  return link && linkPage(state, link)
}
