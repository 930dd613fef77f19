import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** What a lesson needs beside a sandbox: each program's version, or null where it is not there. */
export interface Versions {
  node: string
  ip: string | null
  ping: string | null
  /** Where the kernel is registered with the Jupyter that was found; null: nowhere. */
  kernelspec: string | null
}

export async function readVersions(): Promise<Versions> {
  const [ip, ping, kernelspec] = await Promise.all([
    firstLine('ip', '-V'),
    firstLine('ping', '-V'),
    output(jupyter(), ['kernelspec', 'list', '--json']),
  ])
  return { node: process.versions.node, ip, ping, kernelspec: folderOf(kernelspec) }
}

/** The Jupyter that `npm run setup` installed, else the one on PATH. */
function jupyter(): string {
  const own = fileURLToPath(new URL('../../.venv/bin/jupyter', import.meta.url))
  return existsSync(own) ? own : 'jupyter'
}

function folderOf(list: string | null): string | null {
  if (list === null) return null
  const { kernelspecs } = JSON.parse(list) as { kernelspecs: Record<string, { resource_dir: string } | undefined> }
  return kernelspecs['vethbook']?.resource_dir ?? null
}

async function firstLine(command: string, ...args: string[]): Promise<string | null> {
  return (await output(command, args))?.split('\n')[0]?.trim() ?? null
}

/** What a program prints; null where it cannot be run, which is what is asked here. */
function output(command: string, args: string[]): Promise<string | null> {
  // Debian keeps ip in sbin, which is not on a plain user's PATH.
  const env = { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` }
  return new Promise((resolve) => {
    execFile(command, args, { env, timeout: 20_000 }, (error, stdout) => resolve(error ? null : stdout))
  })
}
