import { copyFileSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { extraCertificates } from './evaluator/contract.js'
import { jupyterDataFolder } from './jupyter-folders.js'

/** The name by which notebooks and `jupyter` know this kernel. */
export const kernelName = 'vethbook'

const program = fileURLToPath(new URL('../../dist/kernel/main.js', import.meta.url))
const logos = fileURLToPath(new URL('../../kernelspec/', import.meta.url))

/**
 * Where NODE_EXTRA_CA_CERTS is set, Node reads and parses all certificates before it does anything else, 40 ms for a usual
 * bundle. The kernel's process has no use for them; the one that runs the cells gets the variable back.
 */
const launch = `if [ -n "$${extraCertificates.real}" ]; then
  export ${extraCertificates.kept}="$${extraCertificates.real}"
  unset ${extraCertificates.real}
fi
exec "$0" "$@"`

/** Where a kernelspec goes: into a Python environment (or another prefix), or into the user's own Jupyter folder. */
export type KernelspecPlace = { prefix: string } | { user: true }

/**
 * Registers this kernel with Jupyter; one of the same name is replaced.
 *
 * Format: jupyter_client documentation, "Kernel specs".
 *
 * @returns the folder of the kernelspec
 * @throws Error of the file system, with the path
 */
export function installKernelspec(place: KernelspecPlace): string {
  const folder = kernelspecFolder(place)
  mkdirSync(folder, { recursive: true })
  const spec = {
    argv: ['/bin/sh', '-c', launch, process.execPath, program, '{connection_file}'],
    display_name: 'TypeScript (vethbook)',
    language: 'typescript',
    interrupt_mode: 'message',
    metadata: { debugger: false },
  }
  writeFileSync(join(folder, 'kernel.json'), `${JSON.stringify(spec, null, 2)}\n`)
  for (const name of ['logo-svg.svg', 'logo-32x32.png', 'logo-64x64.png']) {
    copyFileSync(join(logos, name), join(folder, name))
  }
  return folder
}

/**
 * Takes the kernelspec away again.
 *
 * @returns its folder, and whether there was one
 * @throws Error of the file system, with the path
 */
export function removeKernelspec(place: KernelspecPlace): { folder: string; wasThere: boolean } {
  const folder = kernelspecFolder(place)
  const wasThere = existsSync(folder)
  rmSync(folder, { recursive: true, force: true })
  return { folder, wasThere }
}

function kernelspecFolder(place: KernelspecPlace): string {
  const data = 'prefix' in place ? join(place.prefix, 'share', 'jupyter') : jupyterDataFolder()
  return join(data, 'kernels', kernelName)
}
