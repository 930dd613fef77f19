import { mime, type MimeBundle } from '../../display/index.js'
import type { Explanation, NetworkState } from '../../network/index.js'
import { topologyPicture } from '../topology/topology-picture.js'
import { placeWords } from './explanation-text.js'

/** The network with the place marked where the packet is stopped. */
export async function explanationPicture({ cause, at }: Explanation, state: NetworkState): Promise<MimeBundle> {
  const words = `${cause} at ${placeWords(at)}`
  const { bundle } = await topologyPicture(state, { fault: { at, words } })
  return { ...bundle, [mime.text]: `The network, with the place marked: ${words}.\n${String(bundle[mime.text])}` }
}
