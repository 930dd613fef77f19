import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { closeSync, cpSync, openSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { cacheFolder, root, venv } from '../setup/paths.mjs'
import { readIfThere } from '../setup/stamp.mjs'
import { jupyterEnvironment } from './environment.mjs'

const firstLesson = '00-start-here.ipynb'
const styles = join(root, 'scripts/jupyterlab/custom.css')

/**
 * Starts JupyterLab on an address of this machine. `ready` is its address once it answers (undefined where it ended
 * first); `stop()` ends it without a question; `ended` resolves when it is gone.
 * @param {{ ip: string, notebooks?: string, settings?: string, token?: string, patienceMs?: number }} options `notebooks`: the folder that it shows, by
 * default the lessons. `settings`: where it keeps what it remembers of its user. Tests give their own of both. `token`: a
 * random one by default; `''` lets everyone in. `patienceMs`: how long it gets to end its kernels when it is stopped.
 */
export function startServer({
  ip,
  notebooks = join(root, 'notebooks'),
  settings = join(cacheFolder, 'jupyter'),
  token = randomBytes(24).toString('hex'),
  patienceMs = 5000,
}) {
  const environment = jupyterEnvironment(settings)
  cpSync(styles, join(environment.JUPYTER_CONFIG_DIR, 'custom/custom.css'))
  const log = logFile(join(settings, 'jupyterlab.log'))
  // The token travels in the environment: arguments can be read by every user of the machine.
  // setpriv: the server ends with us even where we are killed and cannot end it ourselves.
  const command = ['--pdeathsig', 'TERM', join(venv, 'bin/jupyter-lab'), ...serverOptions(ip, notebooks, token)]
  const server = spawn('setpriv', command, {
    cwd: root,
    env: { ...environment, JUPYTER_TOKEN: token },
    stdio: ['ignore', log.descriptor, log.descriptor],
    detached: true, // its own process group: the terminal's Ctrl+C comes to us, and we end it without its question
  })
  closeSync(log.descriptor)

  let wasStopped = false
  let isGone = false
  const ended = new Promise((resolve) => {
    server.once('error', (error) => resolve({ wasStopped, code: error.message, log }))
    server.once('exit', (code, signal) => resolve({ wasStopped, code: signal ?? `exit code ${code}`, log }))
  }).then((outcome) => {
    isGone = true
    return outcome
  })

  return {
    ended,
    ready: address(join(environment.JUPYTER_RUNTIME_DIR, `jpserver-${server.pid}.json`), token, () => isGone),
    stop() {
      if (wasStopped) return
      wasStopped = true
      if (isGone) return
      server.kill('SIGTERM') // JupyterLab ends its kernels and then itself
      setTimeout(() => killGroup(server.pid), patienceMs).unref()
    },
  }
}

function serverOptions(ip, notebooks, token) {
  const hasDisplay = Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY)
  return [
    `--ServerApp.ip=${ip}`,
    '--ServerApp.port=8888',
    '--ServerApp.port_retries=100',
    `--ServerApp.root_dir=${notebooks}`,
    `--LabApp.default_url=/lab/tree/${firstLesson}`,
    '--LabApp.custom_css=True',
    '--LabApp.extension_manager=readonly',
    '--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate',
    '--LabApp.news_url=None',
    '--MultiKernelManager.default_kernel_name=vethbook',
    ...(hasDisplay ? [] : ['--no-browser']),
    ...(process.getuid() === 0 ? ['--allow-root'] : []),
    // In the environment an empty one counts as none, and a random one is made.
    ...(token === '' ? ['--IdentityProvider.token='] : []),
  ]
}

/** JupyterLab writes its port into a file of its runtime folder once it listens. */
async function address(file, token, isGone) {
  while (!isGone()) {
    const written = readIfThere(file)
    const port = /"port": (\d+)/.exec(written ?? '')?.[1]
    if (port) return addressOf(port, token)
    await sleep(50)
  }
  return undefined
}

export const addressOf = (port, token) =>
  `http://127.0.0.1:${port}/lab/tree/${firstLesson}${token === '' ? '' : `?token=${token}`}`

function logFile(path) {
  rmSync(path, { force: true })
  return {
    path,
    descriptor: openSync(path, 'a'),
    tail: () => readFileSync(path, 'utf8').trimEnd().split('\n').slice(-20).join('\n'),
  }
}

function killGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (error) {
    if (error.code !== 'ESRCH') throw error // already gone is what we want
  }
}
