import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../setup/paths.mjs'

/** The command as another user runs it: nobody has no groups, no capabilities and a home it cannot write to. */
export function asUser(user, command) {
  if (user === 'root') return command
  const identity = ['--reuid=nobody', '--regid=nogroup', '--clear-groups', '--inh-caps=-all']
  return ['setpriv', ...identity, 'env', 'HOME=/nonexistent', 'USER=nobody', 'LOGNAME=nobody', ...command]
}

/** The checkout as nobody can read it: itself, or, where it lies in a private folder, a copy that goes when we end. */
export function readableCheckout() {
  const [command, ...args] = asUser('nobody', ['test', '-r', join(root, 'package.json')])
  if (spawnSync(command, args).status === 0) return root
  // Not below /tmp, which a sandbox has a private one of.
  const folder = mkdtempSync('/opt/vethbook-checkout-')
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  chmodSync(folder, 0o755)
  const names = [
    'package.json',
    'tsconfig.json',
    'vitest.config.ts',
    'node_modules',
    'dist',
    'src',
    'test',
    'notebooks',
    'examples',
    'scripts',
    'docs',
  ]
  const image = '.cache/emulator'
  if (existsSync(join(root, image))) names.push(image)
  for (const name of names) cpSync(join(root, name), join(folder, name), { recursive: true, verbatimSymlinks: true })
  spawnSync('chmod', ['-R', 'a+rX', folder])
  return folder
}
