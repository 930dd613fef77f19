import type { Cause } from '../../network/index.js'
import type { Scene } from './scene.js'

/** A cause as lab.explain names it, and a place: `'ns1'` or `'ns1.veth1'`. */
export interface Answer {
  cause: Cause
  at: string
}

/** Something that can be broken in a network as it is. */
export interface Fault {
  kind: string
  /** Lines of bash that break it, and those that take exactly that back; both may be run as they stand. */
  breaks: string
  mends: string
  /** Each of these is a right diagnosis. */
  answers: readonly Answer[]
}

/** A way to break things; what of it fits a network, it says of each scene. */
export interface Kind {
  name: string
  /** The first level at which it is met: see levels.ts. */
  level: Level
  faults: (scene: Scene) => Fault[]
}

export type Level = 1 | 2 | 3 | 4 | 5
