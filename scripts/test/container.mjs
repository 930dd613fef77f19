import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findCommand } from '../setup/command.mjs'
import { installPackages } from '../setup/debian.mjs'
import { root } from '../setup/paths.mjs'
import { BASE, importBase } from './container/base.mjs'
import { privatePodman } from './container/podman.mjs'
import { runChild, tail, testFolder } from './child.mjs'
import { failure } from './outcome.mjs'
import { vitestSuite } from './vitest.mjs'

export const IMAGE = 'localhost/vethbook'

/**
 * Builds the image and runs it, by podman and runc. Where this machine cannot run containers that is a failure in CI, and
 * elsewhere said and left out.
 */
export async function containerSuite(minutes) {
  if (process.getuid() !== 0) return cannot('The container tests need root.')
  const missing = ['podman', 'runc', 'mmdebstrap'].filter((name) => !findCommand(name))
  if (!(await installPackages(missing))) return cannot(`The container tests need ${missing.join(', ')}.`)
  const podman = privatePodman()
  process.once('exit', podman.dispose)
  try {
    if (podman.driver === undefined) return cannot(`Podman does not work here: ${podman.run('info').stderr}`)
    const reason = await importBase(podman)
    if (reason !== undefined) return cannot(`There is no image to build on: ${reason}`)
    const tried = podman.run('run', '--rm', '--network', 'none', BASE, 'true')
    if (tried.status !== 0) return cannot(`No container runs here: ${tried.stderr}`)
    const built = await build(podman, minutes)
    if (built.code !== 0) return failure(`the image (${built.reason})`, tail(built.text))
    return await vitestSuite('container', minutes, { ...podman.env, VETHBOOK_TEST_IMAGE: IMAGE, VETHBOOK_IMAGE: IMAGE })
  } finally {
    podman.dispose()
    process.off('exit', podman.dispose)
  }
}

function cannot(why) {
  if (process.env.CI) return failure('container', why)
  console.log(`  Left out: ${why}`)
  return { passed: 0, skipped: 1, failures: [] }
}

/** As README says, but with our own base, and the certificates that npm and pip need here. */
function build(podman, minutes) {
  const certificates = process.env.NODE_EXTRA_CA_CERTS
  const secret = certificates && existsSync(certificates) ? ['--secret', `id=ca,src=${certificates}`] : []
  // Podman 4.3 builds every stage, needed or not; Docker does not.
  const text = readFileSync(join(root, 'Dockerfile'), 'utf8').replace(
    /^FROM build AS emulator$[^]*(?=^FROM jupyter AS lab$)/m,
    '',
  )
  const file = join(testFolder, 'Dockerfile')
  writeFileSync(file, text)
  return runChild(
    'container-build',
    [
      ...['podman', 'build', '--format', 'docker', '--layers=false', '--network', 'host', ...secret],
      ...['--build-arg', `BASE=${BASE}`, '--tag', IMAGE, '--file', file, root],
    ],
    { minutes, env: podman.env },
  )
}
