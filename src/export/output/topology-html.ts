import { topologyPicture } from '../../views/index.js'
import { mime } from '../../display/index.js'
import { readNetwork } from '../figure/read-network.js'
import type { Bundle } from './bundle.js'
import { svgPicture } from './picture-html.js'
import type { OutputContext, RenderedOutput } from './types.js'

/** More links than anyone draws take longer than anyone waits. */
const mostLinks = 2000

/** A network that came without its picture, drawn now. Undefined where it is none, or cannot be drawn. */
export async function topologyHtml(
  value: unknown,
  bundle: Bundle,
  context: OutputContext,
): Promise<RenderedOutput | undefined> {
  const state = readNetwork(value)
  const links = state.namespaces.reduce((sum, space) => sum + space.links.length, 0)
  if (state.namespaces.length === 0 || links > mostLinks) return undefined
  try {
    const picture = await topologyPicture(state, { png: false })
    return await svgPicture(picture.bundle[mime.svg], bundle, context)
  } catch {
    // Of anybody's file, and in itself no network: what stands beside it is shown.
    return undefined
  }
}
