#!/usr/bin/env node
import { Command, CommanderError } from 'commander'
import { readFileSync } from 'node:fs'
import { consoleCommand } from './console.js'
import { doctorCommand } from './doctor.js'
import { emulatorCommand } from './emulator.js'
import { CliError } from './error.js'
import { exportCommand } from './export.js'
import { gradeCommand } from './grade.js'
import { installCommand } from './install.js'
import { lintCommand } from './lint.js'
import { newCommand } from './new.js'
import { practiceCommand } from './practice.js'
import { runCommand } from './run.js'
import { shellCommand } from './shell.js'
import { testCommand } from './test.js'
import { uninstallCommand } from './uninstall.js'

/** The command `vethbook`. Exit codes: 0 well, 1 what was asked for failed, 2 the command line was wrong. */
function program(): Command {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  const command = new Command('vethbook')
    .description('Notebooks in which people wire real Linux networks, cell by cell, and see what happens.')
    .version(version, '--version', 'show the version')
    .helpOption('--help', 'show this help')
    .helpCommand(false)
    .addHelpText(
      'after',
      `
Examples:
  vethbook doctor                                   does this machine get a sandbox, and which
  vethbook run notebooks/01-veth-pair.ipynb         run a notebook without a browser
  vethbook run notebooks/*.ipynb --out executed/    and keep what it showed
  vethbook export notebooks/01-veth-pair.ipynb --run   one HTML file that needs no network
  vethbook shell --in ns1                           a terminal in a lab that runs
  vethbook practice --level 2                       find out what is broken in a network, and mend it
  vethbook install --user                           add the kernel to your own Jupyter`,
    )
  for (const sub of [
    runCommand(),
    exportCommand(),
    testCommand(),
    lintCommand(),
    newCommand(),
    gradeCommand(),
    practiceCommand(),
    shellCommand(),
    consoleCommand(),
    doctorCommand(),
    emulatorCommand(),
    installCommand(),
    uninstallCommand(),
  ]) {
    command.addCommand(sub.helpOption('--help', 'show this help'))
  }
  for (const each of [command, ...command.commands]) {
    each.exitOverride().configureOutput({ writeErr: () => undefined }) // errors are printed below, one line each
  }
  return command
}

async function main(): Promise<void> {
  try {
    await program().parseAsync()
  } catch (error) {
    process.exitCode = report(error)
  }
}

/** Prints what went wrong and returns the exit code. */
function report(error: unknown): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0 // --help and --version end this way
    if (error.code === 'commander.help') process.stdout.write(program().helpInformation())
    else console.error(`vethbook: ${oneLine(error.message)} (see vethbook --help)`)
    return 2
  }
  if (error instanceof CliError) {
    console.error(`vethbook: ${error.message}`)
    return error.exitCode
  }
  console.error(error)
  return 1
}

function oneLine(message: string): string {
  return message.replace(/^error: /, '').replaceAll('\n', ' ')
}

void main()
