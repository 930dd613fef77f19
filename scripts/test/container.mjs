import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findCommand } from '../setup/command.mjs'
import { installPackages } from '../setup/debian.mjs'
import { root } from '../setup/paths.mjs'
import { BASE, importBase } from './container/base.mjs'
import { copyContext } from './container/context.mjs'
import { privatePodman } from './container/podman.mjs'
import { tail, testFolder } from './child.mjs'
import { failure } from './outcome.mjs'
import { vitestSuite } from './vitest.mjs'

const IMAGE = 'localhost/vethbook'
const BINDER_IMAGE = 'localhost/vethbook-binder'

/**
 * Builds the images, by podman and runc. It may go on while other suites run: nothing of it is seen on this machine but its
 * folder, and it takes what the processor has left.
 * @param {{ binder: boolean }} options whether that of Binder, with the emulator, is wanted, too
 * @returns {Promise<{ podman?: object, problem?: import('./outcome.mjs').Outcome }>} for `containerSuite`
 */
export async function buildImages({ binder }) {
  let podman
  try {
    if (process.getuid() !== 0) return { problem: cannot('The container tests need root.') }
    const missing = ['podman', 'runc', 'mmdebstrap'].filter((name) => !findCommand(name))
    if (!(await installPackages(missing))) return { problem: cannot(`The container tests need ${missing.join(', ')}.`) }
    podman = privatePodman()
    const context = join(podman.folder, 'context')
    copyContext(context)
    return { podman, problem: (await whyNone(podman)) ?? (await build(podman, context, binder)) }
  } catch (error) {
    // Told with the suite, for which nobody waits yet.
    return { podman, problem: failure('the image', error.stack) }
  }
}

/** Runs what was built. Where this machine cannot, that is a failure in CI, and elsewhere said and left out. */
export async function containerSuite(project, minutes, images) {
  const { podman, problem } = await images
  if (problem !== undefined) return problem
  const names = { VETHBOOK_TEST_IMAGE: IMAGE, VETHBOOK_TEST_BINDER_IMAGE: BINDER_IMAGE, VETHBOOK_IMAGE: IMAGE }
  return await vitestSuite(project, minutes, { env: { ...podman.env, ...names } })
}

function cannot(why) {
  if (process.env.CI) return failure('container', why)
  console.log(`  Left out: ${why}`)
  return { passed: 0, skipped: 1, failures: [] }
}

/** Tries a container of our own base. */
async function whyNone(podman) {
  if (!(await podman.works())) return cannot(`Podman does not work here: ${(await podman.run('info')).text}`)
  const reason = await importBase(podman)
  if (reason !== undefined) return cannot(`There is no image to build on: ${reason}`)
  const tried = await podman.run('run', '--rm', '--network', 'none', BASE, 'true')
  if (tried.code !== 0) return cannot(`No container runs here: ${tried.text}`)
}

/** As README says, but on our own base, and with the certificates that npm and pip need here. */
async function build(podman, context, binder) {
  const certificates = [process.env.NODE_EXTRA_CA_CERTS, '/etc/ssl/certs/ca-certificates.crt'].find(
    (path) => path && existsSync(path),
  )
  const secret = certificates ? ['--secret', `id=ca,src=${certificates}`] : []
  // To keep what each step made takes time, and is of use to a second image only.
  const steps = binder ? [] : ['--layers=false']
  const binders = binder ? [[BINDER_IMAGE, join(root, 'binder/Dockerfile')]] : []
  for (const [image, path] of [[IMAGE, withoutEmulator()], ...binders]) {
    const built = await podman.run(
      ...['build', '--format', 'docker', ...steps, '--network', 'host', ...secret],
      ...['--build-arg', `BASE=${BASE}`, '--tag', image, '--file', path, context],
    )
    if (built.code !== 0) return failure(`the image ${image} (${built.reason})`, tail(built.text))
  }
}

/** Podman 4.3 builds every stage, needed or not; Docker does not. */
function withoutEmulator() {
  const stages = /^FROM build AS emulator$[^]*(?=^FROM jupyter AS lab$)/m
  const path = join(testFolder, 'Dockerfile')
  writeFileSync(path, readFileSync(join(root, 'Dockerfile'), 'utf8').replace(stages, ''))
  return path
}
