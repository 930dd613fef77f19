import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runAside } from './aside.mjs'

/**
 * Podman with settings and storage of its own below a temporary folder, which is all that is left of it at the end. No
 * network but the host's or none is used: a bridge would turn on forwarding and address translation on this machine.
 */
export function privatePodman() {
  const folder = mkdtempSync(join(tmpdir(), 'vethbook-containers-'))
  for (const name of ['root', 'run', 'tmp']) mkdirSync(join(folder, name))
  const settings = join(folder, 'containers.conf')
  writeFileSync(settings, settingsIn(folder))
  const storage = join(folder, 'storage.conf')
  const env = { CONTAINERS_CONF: settings, CONTAINERS_STORAGE_CONF: storage }
  const run = async (...args) => await runAside(`podman-${args[0]}`, ['podman', ...args], 20, env)
  /** Ends and removes every container and image, and the folder. */
  const dispose = () => {
    process.off('exit', dispose)
    for (const words of ['rm --all --force --time 0', 'rmi --all --force'])
      spawnSync('podman', words.split(' '), { env: { ...process.env, ...env } })
    spawnSync('umount', ['--quiet', join(folder, 'root', driver ?? 'overlay')])
    rmSync(folder, { recursive: true, force: true })
  }
  process.once('exit', dispose)

  let driver
  /** Whether it works here. */
  const works = async () => {
    // vfs copies an image for each container, and works anywhere.
    for (const name of ['overlay', 'vfs']) {
      writeFileSync(storage, storageSettings(folder, name))
      if ((await run('info')).code !== 0) continue
      driver = name
      return true
    }
    return false
  }
  return { folder, env, works, run, dispose }
}

/** crun fails where cgroups are of both versions; systemd may be missing; more than is allowed here cannot be asked for. */
const settingsIn = (folder) => `[containers]
default_ulimits = ["nofile=20000:20000", "nproc=32768:32768"]
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
runtime = "runc"
tmp_dir = "${join(folder, 'tmp')}"
`

const storageSettings = (folder, driver) => `[storage]
driver = "${driver}"
graphroot = "${join(folder, 'root')}"
runroot = "${join(folder, 'run')}"
`
