import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { jupyterDataFolder } from './jupyter-folders.js'

/** The name by which notebooks and `jupyter` know this kernel. */
export const kernelName = 'vethbook'

const program = fileURLToPath(new URL('../../dist/kernel/main.js', import.meta.url))

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
    argv: [process.execPath, program, '{connection_file}'],
    display_name: 'TypeScript (vethbook)',
    language: 'typescript',
    interrupt_mode: 'message',
    metadata: { debugger: false },
  }
  writeFileSync(join(folder, 'kernel.json'), `${JSON.stringify(spec, null, 2)}\n`)
  writeFileSync(join(folder, 'logo-svg.svg'), logo)
  return folder
}

/** Takes the kernelspec away again; nothing happens where there is none. */
export function removeKernelspec(place: KernelspecPlace): string {
  const folder = kernelspecFolder(place)
  rmSync(folder, { recursive: true, force: true })
  return folder
}

function kernelspecFolder(place: KernelspecPlace): string {
  if ('prefix' in place) return join(place.prefix, 'share', 'jupyter', 'kernels', kernelName)
  return join(jupyterDataFolder(), 'kernels', kernelName)
}

/** A veth pair: two ends, one wire. */
const logo = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" role="img" aria-label="vethbook">
  <rect width="64" height="64" rx="10" fill="#1f4e79"/>
  <path d="M20 40 C 20 16, 44 48, 44 24" fill="none" stroke="#ffffff" stroke-width="5" stroke-linecap="round"/>
  <rect x="10" y="36" width="20" height="16" rx="4" fill="#f2b134"/>
  <rect x="34" y="12" width="20" height="16" rx="4" fill="#f2b134"/>
</svg>
`
