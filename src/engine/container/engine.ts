/** The engine `container`: the sandbox inside our image, for machines that are no Linux, or forbid it outside of one. */
import { spawn } from 'node:child_process'
import type { Socket } from 'node:net'
import { PROTOCOL } from '../agent/protocol.js'
import { type Engine, EngineError, type Node, type NodeOptions, type Probe } from '../contract.js'
import { PACKAGE } from '../launch.js'
import { createNode } from '../node.js'
import { notebookFolder } from '../notebook-folder.js'
import { channelOf } from './channel.js'
import { findPrograms, imageName, inspectWords, type Level, LEVELS, run, runWords } from './command.js'
import { INSIDE, type Program } from './options.js'

export function createContainerEngine(): Engine {
  return { name: 'container', lacks: ['ebpf'], probe: async () => (await look()).probe, start }
}

/** What works here, and how. */
interface Found {
  way: { program: Program; level: Level } | null
  probe: Probe
}

let found: Promise<Found> | undefined

/** What works goes on working: it is looked at once. */
async function look(): Promise<Found> {
  found ??= tryAll()
  const seen = await found
  if (seen.way === null) found = undefined
  return seen
}

const failing = (reason: string, remedies: string[]): Found => ({
  way: null,
  probe: { works: false, reason, remedies },
})

/** The least that works, of the first program that has our image. */
async function tryAll(): Promise<Found> {
  const programs = findPrograms()
  const install = 'Install Docker (https://docs.docker.com/engine/install) or Podman, and build the image'
  if (programs.length === 0) return failing('there is no docker, podman or nerdctl here', [install])
  const reasons: string[] = []
  for (const program of programs) {
    const image = await run(inspectWords(program))
    if (image.exitCode !== 0) {
      reasons.push(`${program} has no image ${imageName()}, or does not answer (${lastLine(image.stderr)})`)
      continue
    }
    for (const level of LEVELS) {
      const { stdout, stderr } = await run([...runWords(program, level), 'vethbook', 'doctor', '--json'])
      const inner = innerProbe(stdout)
      if (inner?.works === true) {
        const detail = `In a container by ${program}, ${WORDS[level]}. Inside: ${inner.detail}`
        return { way: { program, level }, probe: { ...inner, detail } }
      }
      reasons.push(`${program}, ${WORDS[level]}: ${inner?.reason ?? lastLine(stderr)}`)
    }
  }
  return failing(reasons.join('; '), [`Build the image: docker build -t ${imageName()} ${PACKAGE}`])
}

const WORDS: Record<Level, string> = {
  // A plain user has none of them.
  least: process.getuid?.() === 0 ? 'with the capabilities of any container' : 'without a capability',
  privileged: 'privileged',
}

/** What `doctor --json` says of the engine `namespaces`; null where it said nothing. */
function innerProbe(text: string): Probe | null {
  try {
    const { engines } = JSON.parse(text) as { engines: ({ name: string } & Probe)[] }
    return engines.find(({ name }) => name === 'namespaces') ?? null
  } catch {
    // No JSON: the container did not start, which stderr tells.
    return null
  }
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? ''

async function start(options: NodeOptions): Promise<Node> {
  const directory = notebookFolder(options.directory)
  const { way, probe } = await look()
  if (way === null) {
    const { reason, remedies } = probe as Extract<Probe, { works: false }>
    throw new EngineError(`No container can be started: ${reason}`, remedies)
  }
  const inside = ['node', INSIDE, PROTOCOL, options.name, directory]
  const [program = '', ...parameters] = [...runWords(way.program, way.level, directory), ...inside]
  const child = spawn(program, parameters, { stdio: ['pipe', 'pipe', 'pipe'] })
  let complaint = ''
  child.stderr.on('data', (bytes: Buffer) => (complaint += bytes.toString()))
  ;(child.stderr as unknown as Socket).unref()
  return await createNode(options.name, { process: child, socket: channelOf(child), complaint: () => complaint })
}
