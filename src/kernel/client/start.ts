import { spawn, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { guarded } from '../guard.js'
import { readConnection, type Connection } from '../wire/index.js'

const program = fileURLToPath(new URL('../../../dist/kernel/main.js', import.meta.url))

/** How much of what the kernel's own process writes is kept for an error message, in characters. */
const keptLog = 4_000

/** A kernel's process, and the connection file in a private folder that goes away with it. */
export interface KernelProcess {
  readonly child: ChildProcess
  readonly connection: Connection
  /** Settles with how it ended. */
  readonly ended: Promise<string>
  /** Starts the program anew on the same sockets; the former one must have ended. */
  again(): KernelProcess
  removeFiles(): void
}

/** Starts the kernel on unix sockets in a private folder; it dies with this process. */
export function startProcess(options: { cwd: string; env: NodeJS.ProcessEnv }): KernelProcess {
  const folder = mkdtempSync(join(tmpdir(), 'vethbook-kernel-'))
  const file = join(folder, 'connection.json')
  const ports = { shell_port: 1, control_port: 2, stdin_port: 3, iopub_port: 4, hb_port: 5 }
  const connection = {
    transport: 'ipc',
    ip: join(folder, 'socket'),
    key: randomUUID(),
    signature_scheme: 'hmac-sha256',
  }
  writeFileSync(file, JSON.stringify({ ...connection, ...ports }), { mode: 0o600 })

  const start = (): KernelProcess => {
    const [command, ...argv] = guarded([process.execPath, program, file, '--no-history'])
    const child = spawn(command, argv, { ...options, stdio: ['ignore', 'ignore', 'pipe'] })
    let log = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => (log = (log + text).slice(-keptLog)))
    const ended = new Promise<string>((resolve) => {
      child.on('error', (error) => resolve(`could not be started: ${error.message}`))
      child.on('exit', (code, signal) => resolve(`${signal ?? `exit code ${code}`}${log ? `\n${log}` : ''}`))
    })
    return {
      child,
      connection: readConnection(file),
      ended,
      again: start,
      removeFiles: () => rmSync(folder, { recursive: true, force: true }),
    }
  }
  return start()
}
