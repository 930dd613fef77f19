import { describe, expect, it } from 'vitest'
import { done, IMAGE, podman, SECCOMP, startContainer, statusOf } from './podman.js'

/** As README names them, in podman's words. */
const LEVELS = {
  privileged: ['--privileged'],
  'one capability, as root': ['--user', 'root', '--cap-add', 'SYS_ADMIN'],
  'no capability, as a plain user': ['--cap-drop', 'ALL', '--security-opt', SECCOMP, '--security-opt', 'unmask=ALL'],
}

const LESSONS = ['00-start-here', '01-veth-pair', '02-bridge'].map((name) => `/vethbook/notebooks/${name}.ipynb`)

const doctor = async (...command: string[]): Promise<{ engine: string | null; engines: Record<string, unknown>[] }> =>
  JSON.parse((await podman(...command, 'vethbook', 'doctor', '--json')).stdout) as never

describe.concurrent.each(Object.entries(LEVELS))('the image with %s', (_, options) => {
  it('runs the first three lessons, serves only who has the token, and ends at a signal', async ({ expect }) => {
    const container = await startContainer(...options)
    const inside = (...command: string[]) => done('exec', container, ...command)
    // As the image says itself how to ask whether it is well; podman needs systemd to do so.
    const health = await done('inspect', '--type', 'image', '--format', '{{index .Config.Healthcheck.Test 1}}', IMAGE)
    const isWell = async (): Promise<number> => (await podman('exec', container, 'sh', '-c', health)).status
    const get = (path: string): Promise<string> => statusOf(container, path)

    expect(await doctor('exec', container)).toMatchObject({ engine: 'namespaces' })
    await inside('vethbook', 'run', ...LESSONS)

    await expect.poll(isWell, { timeout: 120_000 }).toBe(0)
    expect(await get('/api/contents')).toBe('403')
    const address = new URL((await inside('vethbook-address')).trim())
    const token = address.searchParams.get('token') ?? ''
    expect(token).toMatch(/^[0-9a-f]{48}$/)
    expect(await get(`/api/contents?token=${token}`)).toBe('200')
    const log = await inside('sh', '-c', 'cat ~/.local/share/vethbook-lab/jupyterlab.log')
    const { stdout, stderr } = await podman('logs', container)
    for (const text of [log, stdout, stderr]) expect(text).not.toContain(token)
    expect(stdout).toContain('vethbook-address')

    await done('stop', '--time', '60', container)
    expect(await done('inspect', '--format', '{{.State.ExitCode}}', container)).toBe('0\n')
    await done('rm', container)
  })
})

describe('the image with what a container has by default', () => {
  it('says what is in the way, and with what options it runs', async () => {
    const { engines } = await doctor('run', '--rm', '--no-healthcheck', '--network', 'none', IMAGE)
    const [namespaces] = engines
    expect(namespaces).toMatchObject({ name: 'namespaces', works: false })
    expect(namespaces?.['reason']).toContain('hides parts of /proc')
    expect(String(namespaces?.['remedies'])).toContain('unmask=ALL')
  })
})

describe('the image', () => {
  it('runs as a plain user, and holds no secret and no cache', async () => {
    const script = `id -u; ls -A /run/secrets /var/lib/apt/lists /tmp /root/.npm /home/*/.cache 2>/dev/null; env`
    const seen = await done('run', '--rm', '--no-healthcheck', '--network', 'none', IMAGE, 'sh', '-c', script)
    expect(seen.split('\n')[0]).toBe('1000')
    expect(seen).not.toMatch(/CERT|TOKEN|PROXY/i)
  })

  it('is not larger than 600 MB', async () => {
    expect(Number(await done('inspect', '--type', 'image', '--format', '{{.Size}}', IMAGE))).toBeLessThan(600e6)
  })
})
