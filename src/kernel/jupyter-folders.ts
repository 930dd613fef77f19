import { homedir } from 'node:os'
import { join } from 'node:path'

/**
 * The user's own folder of Jupyter's data.
 *
 * Format: Jupyter documentation, "Common directories and file locations": JUPYTER_DATA_DIR, or below XDG_DATA_HOME.
 */
export function jupyterDataFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const { JUPYTER_DATA_DIR, XDG_DATA_HOME } = environment
  return JUPYTER_DATA_DIR || join(XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'jupyter')
}
