import { Command, InvalidArgumentError } from 'commander'
import type { Level } from '../lesson/index.js'
import { CliError } from './error.js'

/** `vethbook practice`: networks that are broken for whoever wants to find out what, in a terminal. */
export function practiceCommand(): Command {
  return new Command('practice')
    .summary('find out what is broken in a network, and mend it')
    .description(
      'Builds a network on a machine of its own, breaks it, and gives you a shell there to find out what, and to mend it.\n' +
        'Then the next one, for as long as you like. Nothing of it is left when you leave.',
    )
    .option(
      '--level <number>',
      '1 links and addresses, 2 also bridges, 3 also routes, 4 also filters and settings, 5 two faults',
      readLevel,
      1,
    )
    .option('--seed <number>', 'the same number breaks the same network in the same way', readSeed)
    .addHelpText('after', '\nExamples:\n  vethbook practice\n  vethbook practice --level 3 --seed 7')
    .action(async ({ level, seed }: { level: Level; seed?: number }) => {
      if (!process.stdin.isTTY) {
        throw new CliError('practice is a shell for you to type in: its input must be a terminal', 1)
      }
      // Labs and lessons take a while to load: only whoever practises waits for them.
      const { practise } = await import('./practice-rounds.js')
      await practise(level, seed ?? Math.floor(Math.random() * 1_000_000))
    })
}

function readLevel(text: string): Level {
  if (/^[1-5]$/.test(text)) return Number(text) as Level
  throw new InvalidArgumentError('There are 1, 2, 3, 4 and 5.')
}

function readSeed(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It is a whole number.')
}
