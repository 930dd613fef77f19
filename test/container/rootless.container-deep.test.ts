/** Podman of a plain user: its containers are in a user namespace, where nobody can make devices or has others' ids. */
import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { done, IMAGE, SECCOMP } from './podman.js'

const PROGRAM = fileURLToPath(new URL('../support/engine-in-folder.mjs', import.meta.url))
const UID = 4242
const folder = mkdtempSync(join(tmpdir(), 'vethbook-rootless-'))
const at = (name: string): string => join(folder, name)

/** Files of /etc with a user who is there only for what `as` starts. */
const FILES: Record<string, string> = {
  passwd: `${readFileSync('/etc/passwd', 'utf8')}learner:x:${UID}:${UID}::${at('home')}:/bin/bash\n`,
  group: `${readFileSync('/etc/group', 'utf8')}learner:x:${UID}:\n`,
  subuid: 'learner:300000:65536\n',
  subgid: 'learner:300000:65536\n',
}
const USER = ['setpriv', `--reuid=${UID}`, `--regid=${UID}`, '--clear-groups', '--inh-caps=-all']

/** What a command of that user prints, which has nothing of this process's environment but the path. */
function as(...command: string[]): string {
  const binds = Object.keys(FILES).map((name) => `mount --bind ${at(name)} /etc/${name}`)
  const script = `${binds.join('; ')}; exec "$@"`
  const environment = { PATH: process.env['PATH'] ?? '', HOME: at('home'), XDG_RUNTIME_DIR: at('run') }
  return execFileSync('unshare', ['--mount', 'sh', '-ec', script, 'sh', ...USER, ...command], {
    cwd: '/',
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...environment, VETHBOOK_IMAGE: IMAGE },
  })
}

beforeAll(async () => {
  chmodSync(folder, 0o755)
  for (const [name, text] of Object.entries(FILES)) writeFileSync(at(name), text)
  for (const name of ['home', 'home/.config', 'home/.config/containers', 'home/lessons', 'run']) {
    mkdirSync(at(name))
    chownSync(at(name), UID, UID)
  }
  // The suite's own settings are for root, but for the runtime and the limits.
  const settings = readFileSync(process.env['CONTAINERS_CONF'] ?? '', 'utf8').replace(/^tmp_dir.*$/m, '')
  writeFileSync(at('home/.config/containers/containers.conf'), settings)
  writeFileSync(at('home/.config/containers/storage.conf'), '[storage]\ndriver = "overlay"\n')
  await done('save', '--quiet', '--output', at('image.tar'), IMAGE)
  chmodSync(at('image.tar'), 0o644)
  as('podman', 'load', '--quiet', '--input', at('image.tar'))
})
afterAll(() => {
  // What its containers wrote belongs to ids that only a user namespace of its own has.
  as('podman', 'system', 'reset', '--force')
  rmSync(folder, { recursive: true })
})

it('the image runs there with the least options', () => {
  const options = ['--no-healthcheck', '--network', 'none', '--security-opt', SECCOMP, '--security-opt', 'unmask=ALL']
  const report = as('podman', 'run', '--rm', ...options, IMAGE, 'vethbook', 'doctor', '--json')
  expect(JSON.parse(report)).toMatchObject({ engine: 'namespaces' })
})

it('the engine container works there, and what a lab writes into its folder is its own user’s', () => {
  const line = 'ip netns add ns1 && ip netns && touch of-the-lab'
  const said = JSON.parse(as(process.execPath, PROGRAM, 'container', at('home/lessons'), line)) as object
  expect(said).toMatchObject({ probe: { works: true }, out: 'ns1\n' })
  expect(statSync(at('home/lessons/of-the-lab')).uid).toBe(UID)
})
