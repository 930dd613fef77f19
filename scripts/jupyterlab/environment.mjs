import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { venv } from '../setup/paths.mjs'

/**
 * JupyterLab with nothing of the user's own settings: what it keeps lies in the folder given, what it reads in .venv.
 * Also the environment of every test that starts a Jupyter program.
 */
export function jupyterEnvironment(folder) {
  const own = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(JUPYTER|PYTHON|VIRTUAL_ENV)/.test(name)),
  )
  const folders = {
    JUPYTER_CONFIG_DIR: join(folder, 'config'),
    JUPYTER_DATA_DIR: join(folder, 'data'),
    JUPYTER_RUNTIME_DIR: join(folder, 'runtime'),
    JUPYTERLAB_SETTINGS_DIR: join(folder, 'settings'),
    JUPYTERLAB_WORKSPACES_DIR: join(folder, 'workspaces'),
    IPYTHONDIR: join(folder, 'ipython'),
  }
  for (const path of Object.values(folders)) mkdirSync(path, { recursive: true })
  return {
    ...own,
    ...folders,
    JUPYTER_PREFER_ENV_PATH: '1',
    PYTHONNOUSERSITE: '1',
    PATH: `${join(venv, 'bin')}:${process.env.PATH}`,
  }
}
