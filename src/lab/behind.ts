/** What a lesson does with a lab beside what a cell can: with texts of its own, unseen, and on copies. */
import { rebuild, freshNamespace } from '../tools/index.js'
import type { NetworkSnapshot } from '../network/index.js'
import { facade } from './facade.js'
import type { Lab } from './lab.js'
import { startSandbox } from './open-lab.js'
import { quietLab, type QuietLab } from './quiet.js'
import type { Sandbox } from './sandbox.js'
import type { CommandResult } from './shell/command-result.js'
import { checkOptions, type ShOptions } from './shell/options.js'
import { ownerOf } from './shell/sh.js'
import { scriptFromText } from './text/template.js'

/**
 * `lab.sh` for lines that are in a string.
 *
 * @throws CommandError as `lab.sh`; TypeError where it is no lab
 */
export async function runLines(lab: Lab, lines: string, options: ShOptions = {}): Promise<CommandResult> {
  return behind(lab).run(scriptFromText(lines), checkOptions(options))
}

/**
 * Changes the network by lines that nobody sees: they are in no log, are not undone, and no picture follows them. What the
 * log told until now, it goes on telling from the changed network on.
 *
 * @throws Error with what failed
 */
export async function changeUnseen(lab: Lab, lines: string): Promise<void> {
  await behind(lab).unseen(async (node) => {
    const { exitCode, stderr, stdout } = await node.spawn(['bash', '-e', '-c', lines])
    if (exitCode !== 0) throw new Error(`the network could not be changed: ${(stderr + stdout).trim()}`)
  })
}

/** A lab that stands in no notebook, with the network of another one. */
export interface LabCopy extends QuietLab {
  /** Lines in its shell, in which directory and variables last; never thrown for a failing one, and not shown. */
  run(lines: string): Promise<CommandResult>
}

/**
 * Does something on a machine of its own with the network of a snapshot, or as new where there is none, and ends it. The
 * lab from which the snapshot is stays as it is.
 *
 * @throws RebuildError where the network cannot be copied; what the action throws
 */
export async function onCopy<Result>(
  snapshot: NetworkSnapshot | null,
  action: (copy: LabCopy) => Promise<Result>,
): Promise<Result> {
  const sandbox = await startSandbox('copy')
  try {
    if (snapshot !== null) {
      await sandbox.use(async (node) => {
        const fresh = await freshNamespace(() => Promise.resolve(node))
        await rebuild(node, snapshot, { fresh, settings: [fresh] })
      })
    }
    const lab = facade(sandbox)
    const run = (lines: string): Promise<CommandResult> => runLines(lab, lines, { quiet: true, fails: 'maybe' })
    const quiet = quietLab(lab) as QuietLab
    return await action(Object.assign(Object.create(quiet) as QuietLab, { run }))
  } finally {
    await sandbox.dispose()
  }
}

function behind(lab: Lab): Sandbox {
  const owner = ownerOf((lab as Partial<Lab> | null | undefined)?.sh)
  if (owner === undefined) throw new TypeError('That is no lab. Open one: const lab = await openLab()')
  return owner.sandbox
}
