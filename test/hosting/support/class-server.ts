/** A real JupyterHub by hosting/jupyterhub/jupyterhub_config.py, for tests and the class benchmark. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, sep } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { classPython, root } from './python.js'
import { Learner } from './learner.js'

export const PASSWORD = 'for-everybody-here'
const CONFIG = join(root, 'hosting/jupyterhub/jupyterhub_config.py')

/**
 * Learners are users of their own, who may not enter private folders of whoever runs the tests: arguments of this script
 * are such folders, each with what in it must be seen, and the hub gets a mount namespace in which it is.
 */
const OPEN = `while [ "$1" != -- ]; do
  exec 9<"$1"
  mount -t tmpfs -o mode=755 opened "$1"
  mkdir "$1/$2"
  mount --no-canonicalize --rbind "/proc/self/fd/9/$2" "$1/$2"
  exec 9<&-
  shift 2
done
shift
if [ -n "$VETHBOOK_TEST_GROUPS" ]; then
  findmnt --raw --noheadings --output TARGET --types cgroup,cgroup2 | while read -r group; do
    mount --options remount,bind,ro "$group"
  done
fi
exec "$@"`

export interface ClassOptions {
  /** A file of settings, from there on: what `load_subconfig` brings is that of hosting/jupyterhub. */
  settings?: string
  /** Control groups cannot be written, as in most containers. */
  withoutControlGroups?: boolean
}

export class ClassServer {
  private constructor(
    private readonly hub: ChildProcess,
    /** Where it keeps homes and the like. */
    readonly state: string,
    readonly url: string,
    private readonly log: string,
  ) {}

  static async start({ settings = '', withoutControlGroups = false }: ClassOptions = {}): Promise<ClassServer> {
    const python = classPython()
    const state = mkdtempSync(join(tmpdir(), 'vethbook-class-'))
    const config = join(state, 'config.py')
    writeFileSync(config, `load_subconfig(${JSON.stringify(CONFIG)})\n${settings}`)
    const [port, hubPort, apiPort] = await freePorts(3)
    const url = `http://127.0.0.1:${port}`
    const log = join(state, 'hub.log')
    const output = openSync(log, 'w')
    const opened = [root, realpathSync(python)].flatMap(privateFolders)
    const command = [
      // It ends with us, however we do.
      ...['setpriv', '--pdeathsig', 'TERM', 'unshare', '--mount', 'sh', '-ec', OPEN, 'open', ...opened, '--'],
      ...[python, '-m', 'jupyterhub', '-f', config, `--JupyterHub.bind_url=${url}`, `--JupyterHub.hub_port=${hubPort}`],
      `--ConfigurableHTTPProxy.api_url=http://127.0.0.1:${apiPort}`,
    ] as const
    const hub = spawn(command[0], command.slice(1), {
      env: {
        ...process.env,
        VETHBOOK_CLASS_PASSWORD: PASSWORD,
        VETHBOOK_CLASS_STATE: state,
        VETHBOOK_TEST_GROUPS: withoutControlGroups ? 'read-only' : '',
      },
      stdio: ['ignore', output, output],
    })
    closeSync(output)
    const server = new ClassServer(hub, state, url, log)
    try {
      await server.answers()
    } catch (error) {
      await server.stop()
      throw error
    }
    return server
  }

  /** Someone logs in as a browser would, and their server and kernel start. */
  async login(name: string): Promise<Learner> {
    const learner = await this.knock(name)
    await learner.startKernel()
    return learner
  }

  /** Someone logs in, and their server is asked for. */
  async knock(name: string): Promise<Learner> {
    return await Learner.login(this.url, name, PASSWORD)
  }

  /** Where the control groups of learners are, by controller, with the version; after the first login. */
  groups(): Record<string, [folder: string, version: number]> {
    const written = /"groups": (\{.*?\})/.exec(this.printed())?.[1] ?? '{}'
    return JSON.parse(written) as Record<string, [string, number]>
  }

  /** What it has printed; its learners' servers print there, too. */
  printed(): string {
    return readFileSync(this.log, 'utf8')
  }

  /** Ends it, and the servers that are left. */
  async stop(): Promise<void> {
    if (this.hub.exitCode === null && this.hub.signalCode === null) {
      const ended = once(this.hub, 'exit')
      this.hub.kill('SIGTERM')
      await ended
    }
    rmSync(this.state, { recursive: true, force: true })
  }

  private async answers(): Promise<void> {
    while (this.hub.exitCode === null) {
      // No listener yet, or the proxy does not know the hub yet: asked again.
      const status = await fetch(`${this.url}/hub/api/`).then(
        (response) => response.status,
        () => 0,
      )
      if (status === 200) return
      await sleep(100)
    }
    throw new Error(`JupyterHub ended: ${this.printed()}`)
  }
}

/** Pairs: a folder on the way to the path that others may not enter, and the name in it that the way goes on with. */
function privateFolders(path: string): string[] {
  const folders: string[] = []
  for (let folder = dirname(path), below = path; folder !== '/'; below = folder, folder = dirname(folder))
    if ((statSync(folder).mode & 0o001) === 0) folders.unshift(folder, below.split(sep).at(-1) ?? '')
  return folders
}

/** Ports of loopback that nobody has now. */
async function freePorts(count: number): Promise<number[]> {
  const holders = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'))
  await Promise.all(holders.map((holder) => once(holder, 'listening')))
  const ports = holders.map((holder) => (holder.address() as AddressInfo).port)
  await Promise.all(holders.map((holder) => new Promise((resolve) => holder.close(resolve))))
  return ports
}
