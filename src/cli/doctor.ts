import { Command } from 'commander'
import { decisive, probeEngines, wantedEngine } from '../engine/index.js'
import { inWords, type Diagnosis } from './doctor-words.js'
import { readVersions } from './versions.js'

/** `vethbook doctor`: which engine this machine gets, why not the others, and what to do. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .summary('does this machine get a sandbox, and which')
    .description(
      'Says which engine runs the commands of your cells on this machine, why not the others, and what to do about it.\n' +
        'Exits with 1 where no engine works, or not the one that VETHBOOK_ENGINE names.',
    )
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExamples:\n  vethbook doctor\n  vethbook doctor --json | jq .engine')
    .action(async ({ json = false }: { json?: boolean }) => {
      const diagnosis = await diagnose()
      console.log(json ? JSON.stringify(diagnosis, null, 2) : inWords(diagnosis))
      if (diagnosis.engine === null) process.exitCode = 1
    })
}

async function diagnose(): Promise<Diagnosis> {
  const [probed, versions] = await Promise.all([probeEngines(), readVersions()])
  const engines = probed.map(({ engine: { name, lacks }, probe }) => ({ name, lacks, ...probe }))
  const wanted = wantedEngine()
  return { engine: decisive(engines, wanted).find(({ works }) => works)?.name ?? null, wanted, engines, versions }
}
