import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findCommand, run } from './command.mjs'
import { installPackages } from './debian.mjs'
import { root, venv } from './paths.mjs'
import { SetupError, step } from './report.mjs'
import { hashOf, isFresh, readIfThere, writeStamp } from './stamp.mjs'

const stamp = join(venv, '.vethbook-stamp')
const python = join(venv, 'bin/python')

/** The virtual environment with JupyterLab and the test tools at the versions of requirements.txt. */
export async function pythonEnvironment() {
  const own = ['pyproject.toml', 'vethbook_nbconvert/__init__.py'].map((name) =>
    readIfThere(join(root, 'python', name)),
  )
  const hash = hashOf(readIfThere(join(root, 'requirements.txt')), readIfThere(overrides), ...own, root)
  if (isFresh(stamp, hash) && works(python, '')) return
  const base = await basePython()
  await step('Python packages (JupyterLab and test tools, about 20 s)', async () => {
    rmSync(venv, { recursive: true, force: true })
    await run('venv.log', [base, '-m', 'venv', venv], {
      remedy: 'Install the package python3-venv and run the command again.',
    })
    // The file names the whole tree, so pip need not resolve anything; `pip check` keeps that honest.
    const pip = [python, '-m', 'pip', '--disable-pip-version-check']
    const remedy =
      'pip must reach its package index. Behind a proxy: export HTTPS_PROXY=URL. Then run the command again.'
    await run('pip.log', [...pip, 'install', '--quiet', '--no-deps', '-r', 'requirements.txt'], { remedy })
    // `jupyter nbconvert --to vethbook`: it calls the command of this very checkout.
    await run('pip-own.log', [...pip, 'install', '--quiet', '--no-deps', '--editable', 'python'], { remedy })
    await run('pip-check.log', [...pip, 'check'], {
      remedy: 'requirements.txt does not fit together: make it anew from requirements.in.',
    })
    installOverrides()
    // Below a package of ES modules, Node would take the scripts that JupyterLab brings for such.
    writeFileSync(join(venv, 'package.json'), '{ "type": "commonjs" }\n')
    writeStamp(stamp, hash)
  })
}

const overrides = join(root, 'scripts/jupyterlab/overrides.json')

/** JupyterLab's own defaults for this environment: no news, no dialog that asks about news. */
function installOverrides() {
  const folder = join(venv, 'share/jupyter/lab/settings')
  mkdirSync(folder, { recursive: true })
  cpSync(overrides, join(folder, 'overrides.json'))
}

async function basePython() {
  const find = () => [findCommand('python3'), '/usr/bin/python3'].find((path) => path && works(path, needs))
  const found = find() ?? ((await installPackages(['python3', 'python3-venv'])) ? find() : undefined)
  if (found) return found
  throw new SetupError(
    'JupyterLab needs Python 3.11 or newer with venv and ensurepip (Debian: python3 and python3-venv).',
  )
}

const needs = 'import sys, venv, ensurepip; assert sys.version_info >= (3, 11)'

function works(path, code) {
  return spawnSync(path, ['-c', code], { stdio: 'ignore', timeout: 60_000 }).status === 0
}
