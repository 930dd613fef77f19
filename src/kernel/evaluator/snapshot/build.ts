import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { guarded } from '../../guard.js'
import { bundleName } from '../stack.js'
import { ownRoot } from '../packages.js'
import { blobName, cacheFolders, findBlob, isTrusted } from './blob.js'
import { bundleEvaluator, entryFor } from './bundle.js'
import { heapOptions } from './heap.js'

/** A build takes some seconds, on a busy machine a minute; one older than this, in milliseconds, has been broken off. */
const abandonedAfterMs = 600_000

/**
 * Builds the snapshot that evaluators start from, unless it is there; former ones of this copy of the package go away.
 *
 * @returns its path; undefined: somebody else is building it just now
 * @throws Error with the reason, if no cache folder can be written or Node refuses
 */
export async function buildBlob(): Promise<string | undefined> {
  const present = findBlob()
  if (present !== undefined) return present
  const { name, family } = blobName()
  const folder = writableFolder()
  const work = claim(folder, family)
  if (work === undefined) return undefined
  try {
    const [bundle, entry, made] = [join(work, bundleName), join(work, 'entry.cjs'), join(work, name)]
    writeFileSync(bundle, bundleEvaluator())
    writeFileSync(entry, entryFor(bundle))
    await run([process.execPath, ...heapOptions, '--snapshot-blob', made, '--build-snapshot', entry])
    chmodSync(made, 0o644)
    for (const former of readdirSync(folder)) {
      if (former.startsWith(family) && former.endsWith('.blob')) rmSync(join(folder, former))
    }
    renameSync(made, join(folder, name))
    return join(folder, name)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/**
 * Builds the snapshot in a process of its own that ends with this one.
 *
 * @param inPlaceOf one that is there and of no use
 */
export function buildInBackground(log: (line: string) => void, inPlaceOf?: string): void {
  const program = fileURLToPath(new URL('../../../../dist/kernel/evaluator/snapshot/main.js', import.meta.url))
  const [command, ...argv] = guarded([process.execPath, program, ...(inPlaceOf === undefined ? [] : [inPlaceOf])])
  const child = spawn(command, argv, { stdio: ['ignore', 'ignore', 'pipe'] })
  child.on('error', (error) => log(`the start-up snapshot cannot be built: ${error.message}`))
  child.stderr.setEncoding('utf8').on('data', (text: string) => log(text.trimEnd()))
}

/** Folders of others, and those that cannot be made, are passed over. */
function writableFolder(): string {
  const reasons: string[] = []
  for (const folder of cacheFolders()) {
    try {
      // What lies with a checkout is for everyone who may read that.
      mkdirSync(folder, { recursive: true, mode: folder.startsWith(ownRoot) ? 0o755 : 0o700 })
      const probe = join(folder, `.probe-${process.pid}`)
      writeFileSync(probe, '')
      rmSync(probe)
      if (isTrusted(folder)) return folder
      reasons.push(`${folder} belongs to somebody else, or others may write to it`)
    } catch (error) {
      reasons.push(error instanceof Error ? error.message : String(error))
    }
  }
  throw new Error(`no folder for it: ${reasons.join('; ')}`)
}

/** A folder of our own for the work; undefined: another process is at it. What was broken off goes away. */
function claim(folder: string, family: string): string | undefined {
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(`${family}building-`)) continue
    const pid = name.slice(`${family}building-`.length)
    const other = join(folder, name)
    const stat = statSync(other, { throwIfNoEntry: false })
    if (!stat) continue
    if (Date.now() - stat.mtimeMs < abandonedAfterMs && existsSync(`/proc/${pid}`)) return undefined
    rmSync(other, { recursive: true, force: true })
  }
  const work = join(folder, `${family}building-${process.pid}`)
  mkdirSync(work, { mode: 0o700 })
  return work
}

function run([command, ...argv]: readonly [string, ...string[]]): Promise<void> {
  const [file, ...rest] = guarded([command, ...argv])
  // Options of the environment would be part of the snapshot.
  const { NODE_OPTIONS: _, ...env } = process.env
  const child = spawn(file, rest, { env, stdio: ['ignore', 'ignore', 'pipe'] })
  let told = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (told += text))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`Node refuses (exit code ${code}): ${told}`)),
    )
  })
}
