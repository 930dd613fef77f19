import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

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
  const run = (...args) => spawnSync('podman', args, { env: { ...process.env, ...env }, encoding: 'utf8' })

  // vfs copies an image for each container, and works anywhere.
  const driver = ['overlay', 'vfs'].find((name) => {
    writeFileSync(storage, storageSettings(folder, name))
    return run('info').status === 0
  })
  return {
    env,
    driver,
    run,
    /** Ends and removes every container and image, and the folder. */
    dispose() {
      run('rm', '--all', '--force', '--time', '0')
      run('rmi', '--all', '--force')
      spawnSync('umount', ['--quiet', join(folder, 'root', driver ?? 'overlay')])
      rmSync(folder, { recursive: true, force: true })
    },
  }
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
