/** The engine `qemu`: a small Linux in an emulator, for hosts that allow no namespaces at all. */
import type { Engine } from '../contract.js'
import type { Built } from './image/build.js'

export function createQemuEngine(): Engine {
  // Most labs never need it: what it is made of is loaded when one does.
  const load = async () => await import('./start.js')
  return {
    name: 'qemu',
    // Its cells stand in a user namespace too, and the emulator shares no folder.
    lacks: ['ebpf', 'notebook-folder'],
    probe: async () => (await load()).probe(),
    start: async (options) => await (await load()).start(options),
  }
}

/**
 * Makes the image that the engine boots, or what of it is not up to date; `tell` hears of each step. With `isFresh` the
 * packages are fetched anew.
 *
 * @throws EngineError naming the program or package that is missing
 */
export async function buildEmulator(tell: (step: string) => void, options: { isFresh?: boolean } = {}): Promise<Built> {
  return await (await import('./image/build.js')).buildImage(tell, options)
}
