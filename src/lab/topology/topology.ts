import { currentSink, type Displayable } from '../../display/index.js'
import type { NetworkState } from '../../network/index.js'
import { topologyPicture } from '../../views/index.js'
import { showable } from '../shown.js'
import { LivePicture } from './live-picture.js'

export interface TopologyOptions {
  /** False: still from the start. */
  live?: boolean
}

/** Shows a picture that never changes. */
export async function showStill(state: NetworkState): Promise<Displayable> {
  const { bundle } = await topologyPicture(state, { png: true })
  currentSink().display(bundle)
  return showable({}, { wasShown: true, bundle: () => bundle })
}

/** Shows a picture that follows the network. */
export async function showLive(state: NetworkState): Promise<{ picture: LivePicture; handle: Displayable }> {
  const picture = await LivePicture.show(state)
  return { picture, handle: showable({}, { wasShown: true, bundle: () => picture.bundle }) }
}
