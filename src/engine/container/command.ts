/** The command line of Docker, Podman or nerdctl: which there is, and the words that start our image by it. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { searchPath } from '../facts.js'
import { PACKAGE } from '../launch.js'
import { leastOptions, type Program } from './options.js'

/** As README has it built; another name by the environment, for a registry's. */
export const imageName = (): string => process.env['VETHBOOK_IMAGE'] || 'vethbook'

const PROGRAMS: readonly Program[] = ['docker', 'podman', 'nerdctl']

/** Those on the PATH, in order of preference. */
export function findPrograms(): Program[] {
  return PROGRAMS.filter((name) => searchPath().some((folder) => existsSync(join(folder, name))))
}

/** How much the container may do: no more than any has, but for what a sandbox needs, or all. */
export type Level = 'least' | 'privileged'
export const LEVELS: readonly Level[] = ['least', 'privileged']

/**
 * Without a network of its own, so that nothing of the machine's is changed. Its user is ours, to whom the notebook's folder
 * belongs.
 */
export function runWords(program: Program, level: Level, directory?: string): string[] {
  const options: Record<Level, string[]> = {
    least: leastOptions(program, join(PACKAGE, 'hosting/seccomp.json')),
    privileged: ['--privileged'],
  }
  const folder = directory === undefined ? [] : ['--volume', `${directory}:${directory}`]
  const [uid, gid] = [process.getuid?.() ?? 1000, process.getgid?.() ?? 1000]
  // Podman of a plain user gives a container other ids than ours, unless it is told to keep them.
  const ids = program === 'podman' && uid !== 0 ? ['--userns', 'keep-id'] : []
  // No server runs in it that could be asked whether it is well.
  const check = program === 'nerdctl' ? [] : ['--no-healthcheck']
  const common = [
    'run',
    '--rm',
    '--interactive',
    ...check,
    '--network',
    'none',
    ...ids,
    '--user',
    `${uid}:${gid}`,
    '--env',
    'HOME=/tmp',
  ]
  return [program, ...common, ...options[level], ...folder, imageName()]
}

/** Asks for our image. Podman as root mounts its storage at each command: in a mount namespace of its own, since it was only asked. */
export function inspectWords(program: Program): string[] {
  const isMounting = program === 'podman' && process.geteuid?.() === 0
  return [...(isMounting ? ['unshare', '--mount'] : []), program, 'image', 'inspect', imageName()]
}

export interface Ran {
  exitCode: number
  stdout: string
  stderr: string
}

/** Runs it to its end; a minute at most. */
export async function run([program, ...parameters]: readonly string[]): Promise<Ran> {
  return await new Promise((resolve) => {
    execFile(program ?? '', parameters, { timeout: 60_000 }, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : 1
      resolve({ exitCode, stdout, stderr: stderr === '' && error !== null ? error.message : stderr })
    })
  })
}
