/** The image that the suite has built (scripts/test/container.mjs), run by its private podman. */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

export const IMAGE = process.env['VETHBOOK_TEST_IMAGE'] ?? ''
export const BINDER_IMAGE = process.env['VETHBOOK_TEST_BINDER_IMAGE'] ?? ''

/** The option of our own profile. */
export const SECCOMP = `seccomp=${fileURLToPath(new URL('../../hosting/seccomp.json', import.meta.url))}`

export interface Ran {
  status: number
  stdout: string
  stderr: string
}

export async function podman(...parameters: string[]): Promise<Ran> {
  try {
    return { status: 0, ...(await promisify(execFile)('podman', parameters, { maxBuffer: 64 * 1024 * 1024 })) }
  } catch (error) {
    const { code, stdout = '', stderr = '' } = error as { code?: unknown; stdout?: string; stderr?: string }
    if (typeof code !== 'number') throw error
    return { status: code, stdout, stderr }
  }
}

/** @throws Error with what podman said, where it failed */
export async function done(...parameters: string[]): Promise<string> {
  const { status, stdout, stderr } = await podman(...parameters)
  if (status !== 0) throw new Error(`podman ${parameters.join(' ')}: exit code ${status}\n${stdout}\n${stderr}`)
  return stdout
}

/** What a server in the container answers: the number of the status, or 000 while there is none. */
export const statusOf = async (container: string, path: string): Promise<string> =>
  (
    await podman(
      ...['exec', container, 'curl', '-s', '-o', '/dev/null', '-w', '%{http_code}', `http://127.0.0.1:8888${path}`],
    )
  ).stdout

/** Starts the image's own command, without a network; the container's name or number. */
export const startContainer = async (...options: string[]): Promise<string> =>
  (await done('run', '--detach', '--no-healthcheck', '--network', 'none', ...options, IMAGE)).trim()
