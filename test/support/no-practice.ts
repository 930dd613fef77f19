/**
 * The files of the sandbox suite begin hundreds of machines, each of which practises while its learner thinks: a third of the
 * processors' work, for nobody. So it is left out here; a file that tests what goes on beside it says
 * `vi.unmock('…/practice.js')`, and notebooks and kernels have it always.
 */
import { vi } from 'vitest'

vi.mock('../../src/engine/netlink/practice.js', () => ({
  Practice: class {
    pause(): void {
      // Nothing is practised.
    }
    resume(): void {
      // Nothing is practised.
    }
  },
}))
