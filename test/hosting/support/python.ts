/** The Python environment of a class server, as hosting/jupyterhub/requirements.txt has it, on top of the checkout's own. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '')
const hosting = join(root, 'hosting/jupyterhub')
const own = join(root, '.venv')
const environment = join(root, '.cache/class-server')

/** Makes it unless it is there as the lists want it, and installs the proxy; returns its Python. */
export function classPython(): string {
  const python = join(environment, 'bin/python')
  const stamp = join(environment, 'stamp')
  const wanted = ['requirements.txt', 'package-lock.json']
    .map((name) => readFileSync(join(hosting, name), 'utf8'))
    .join('')
  if (read(stamp) === wanted) return python
  run(join(own, 'bin/python'), ['-m', 'venv', '--clear', environment])
  // What JupyterLab brings is not installed twice: packages, settings and kernels of the checkout's environment count here.
  const library = join('lib', readdirSync(join(own, 'lib'))[0] ?? '', 'site-packages')
  writeFileSync(join(environment, library, 'checkout.pth'), `${join(own, library)}\n`)
  for (const folder of ['share', 'etc']) {
    mkdirSync(join(environment, folder), { recursive: true })
    symlinkSync(join(own, folder, 'jupyter'), join(environment, folder, 'jupyter'))
  }
  const pip = ['-m', 'pip', '--disable-pip-version-check']
  run(python, [...pip, 'install', '--quiet', '--no-deps', '-r', join(hosting, 'requirements.txt')])
  run(python, [...pip, 'check'])
  run('npm', ['ci', '--no-progress', '--prefix', hosting])
  writeFileSync(stamp, wanted)
  return python
}

/** The same with what the test of the Kubernetes values takes. */
export function kubernetesPython(): string {
  const python = classPython()
  const list = join(root, 'test/fixtures/hosting/kubernetes-requirements.txt')
  const stamp = join(environment, 'stamp-kubernetes')
  const wanted = readFileSync(list, 'utf8')
  if (read(stamp) === wanted) return python
  run(python, ['-m', 'pip', '--disable-pip-version-check', 'install', '--quiet', '--no-deps', '-r', list])
  writeFileSync(stamp, wanted)
  return python
}

function run(command: string, parameters: string[]): void {
  execFileSync(command, parameters, { cwd: root, stdio: 'pipe', timeout: 240_000 })
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
