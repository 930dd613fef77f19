import type { NetworkState } from '../../network/index.js'

/** One line that a failing command said, and what is known around it. */
export interface Slip {
  /** The match of the hint's pattern in the line. */
  said: RegExpExecArray
  /** The command that most likely said it, as bash ran it; '' where none fits. */
  command: string
  /** The namespace in which that command worked. */
  namespace: string
  /** The network after the call. */
  state: NetworkState
}

/** A slip that people make: how it is recognised, and why it happened and what to try, found by looking at the network. */
export interface Hint {
  says: RegExp
  /** Commands that can have said it; any by default. */
  by?: RegExp
  /** One or two sentences, or null where the network shows another reason. */
  explain: (slip: Slip) => string | null
}
