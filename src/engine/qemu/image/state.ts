/** Saves the state of a guest that waits for its first lab, so that a start needs no boot. */
import { once } from 'node:events'
import { renameSync } from 'node:fs'
import type { Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { EngineError } from '../../contract.js'
import { startMachine } from '../machine.js'
import { booted } from '../wake.js'
import type { ImageFiles } from './folder.js'

/** @throws EngineError where the guest does not boot, or the emulator does not give its state */
export async function saveState(files: ImageFiles): Promise<void> {
  const title = 'vethbook: the state of a guest'
  const machine = startMachine(files, { title, isRestored: false, isSaved: true })
  const gone = once(machine.process, 'close')
  try {
    await booted(machine)
    await migrate(machine.monitor as Socket)
  } finally {
    machine.process.kill('SIGKILL')
    await gone
  }
  renameSync(`${files.state}.new`, files.state)
}

interface Said {
  return?: { status?: string; 'error-desc'?: string }
  error?: { desc: string }
}

/** In QMP (docs/interop/qmp-spec), where each line is a JSON object, and events stand between the answers. */
async function migrate(monitor: Socket): Promise<void> {
  const lines = createInterface(monitor)[Symbol.asyncIterator]()
  const ask = async (execute: string, words = {}): Promise<NonNullable<Said['return']>> => {
    monitor.write(`${JSON.stringify({ execute, arguments: words })}\n`)
    for (;;) {
      const line = await lines.next()
      if (line.done === true) throw new EngineError('The emulator ended before it gave its state')
      const said = JSON.parse(line.value) as Said
      if (said.error !== undefined) throw new EngineError(`The emulator refuses ${execute}: ${said.error.desc}`)
      if (said.return !== undefined) return said.return
    }
  }
  await ask('qmp_capabilities')
  // Not stopped before: what goes on from the state would be, too. As fast as it can, in bytes a
  // second: the default is for a network.
  await ask('migrate-set-parameters', { 'max-bandwidth': 2 ** 33 })
  await ask('migrate', { uri: 'exec:cat > state.new' })
  for (;;) {
    const { status, 'error-desc': reason = '' } = await ask('query-migrate')
    if (status === 'completed') return
    if (status === 'failed' || status === 'cancelled')
      throw new EngineError(`The emulator did not give its state: ${reason}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
