/**
 * In the image's build: takes out of this checkout what only tests and the build itself need. By the lock file rather than
 * by `npm prune`, which wants to ask the registry.
 */
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { root, venv } from '../setup/paths.mjs'

const remove = (path) => rmSync(path, { recursive: true, force: true })

const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
for (const [path, { dev }] of Object.entries(packages)) if (dev) remove(join(root, path))
// The package links to itself, so that lessons import it by its name.
remove(join(root, 'node_modules/vethbook'))
symlinkSync('..', join(root, 'node_modules/vethbook'))
for (const system of ['darwin', 'win32']) remove(join(root, 'node_modules/zeromq/build', system))
// Of both TypeScripts only what the kernel loads; of tslab's own it wants the name of a file.
removeBut(join(root, 'node_modules/@tslab/typescript-for-tslab/lib'), /^typescript\.js$/)
removeBut(join(root, 'node_modules/typescript/lib'), /^(typescript\.(js|d\.ts)|lib\..*\.d\.ts)$/)
for (const folder of [join(root, 'node_modules'), join(venv, 'share')]) removeSourceMaps(folder)

const forTests = 'pytest pytest-timeout iniconfig pluggy jupyter_kernel_test papermill'
// Python's own kernel and what it brings; the lessons' one is another.
const python =
  'ipykernel ipython ipython_pygments_lexers jupyter-console debugpy jedi parso stack-data asttokens executing pure_eval matplotlib-inline'
const others = 'notebook setuptools pip'
const names = [forTests, python, others].join(' ').split(' ')
execFileSync(join(venv, 'bin/pip'), ['uninstall', '--quiet', '--yes', ...names], { stdio: 'inherit' })
const [packagesOfPython] = readdirSync(join(venv, 'lib')).map((name) => join(venv, 'lib', name, 'site-packages'))
removeBut(join(packagesOfPython, 'babel/locale-data'), /^(root|en)\b/)
for (const folder of [join(root, '.cache/log'), join(homedir(), '.npm'), join(homedir(), '.cache')]) remove(folder)

/** For debuggers only, and a tenth of it all. */
function removeSourceMaps(folder) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile() && entry.name.endsWith('.map')) remove(join(entry.parentPath, entry.name))
}

function removeBut(folder, kept) {
  for (const name of readdirSync(folder)) if (!kept.test(name)) remove(join(folder, name))
}
