import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { BINDER_IMAGE, done, podman } from './podman.js'
import { strictProfile } from './seccomp.js'

/** BinderHub's own, from its chart (singleuser.cmd): the words after it become those of JupyterLab. */
const LAUNCH = `
import os
import sys

try:
    import jupyterlab
    import jupyterlab.labapp
    major = int(jupyterlab.__version__.split(".", 1)[0])
except Exception as e:
    print("Failed to import jupyterlab: {e}", file=sys.stderr)
    have_lab = False
else:
    have_lab = major >= 3
exe = "jupyter-lab" if have_lab else "jupyter-notebook"
os.execvp(exe, sys.argv)
`
const TOKEN = 'token-of-the-hub'
const USER = '/user/learner'

const folder = mkdtempSync(join(tmpdir(), 'vethbook-binder-'))
afterAll(() => rmSync(folder, { recursive: true }))

it('the image of binder/Dockerfile runs lesson 01 as Binder starts it: in the emulator', async () => {
  const profile = join(folder, 'seccomp.json')
  writeFileSync(profile, strictProfile())
  // A pod of BinderHub: its user by number, no capability, none to be had, the runtime's default filter.
  const rules = ['--user', '1000', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges']
  const server = ['--ip=0.0.0.0', '--port=8888', `--ServerApp.base_url=${USER}`, `--ServerApp.token=${TOKEN}`]
  const started = await done(
    ...['run', '--detach', '--no-healthcheck', '--network', 'none', ...rules, '--security-opt', `seccomp=${profile}`],
    ...[BINDER_IMAGE, 'python3', '-c', LAUNCH, ...server],
  )
  const container = started.trim()
  const inside = (...command: string[]): Promise<string> => done('exec', container, ...command)

  const status = JSON.parse((await podman('exec', container, 'vethbook', 'doctor', '--json')).stdout) as {
    engine: string
    engines: { name: string; reason?: string }[]
  }
  expect(status.engine).toBe('qemu')
  expect(status.engines.find(({ name }) => name === 'namespaces')?.reason).toBeTruthy()
  expect(await inside('vethbook', 'run', '01-veth-pair.ipynb')).toContain('cells in')

  const url = `http://127.0.0.1:8888${USER}/api`
  const get = async (path: string): Promise<{ status: number; stdout: string }> =>
    await podman('exec', container, 'curl', '-sf', '-H', `Authorization: token ${TOKEN}`, `${url}/${path}`)
  await expect.poll(async () => (await get('status')).status, { timeout: 120_000 }).toBe(0)
  // What the link of README's badge opens, and the kernel that its notebook names.
  expect((await get('contents/00-start-here.ipynb?content=0')).status).toBe(0)
  expect((await get('kernelspecs')).stdout).toContain('"vethbook"')

  await done('stop', '--time', '60', container)
  await done('rm', container)
})
