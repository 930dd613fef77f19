import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { Command } from 'commander'
import {
  enterWords,
  findEnclosedLabs,
  findRunningNodes,
  namespacesOf,
  type Place,
  type RunningNode,
} from '../engine/index.js'
import { CliError } from './error.js'

/** `vethbook shell`: a terminal in a lab that runs, beside its notebook. */
export function shellCommand(): Command {
  return new Command('shell')
    .summary('a terminal in a lab that runs')
    .description(
      'Opens a shell in the lab of a notebook that runs on this machine, as you. The notebook sees what you do there.\n' +
        'With a command after --, runs that instead.',
    )
    .argument('[command...]', 'what to run instead of a shell')
    .option('--in <place>', 'a network namespace, a node, or NODE/NAMESPACE')
    .option('--lab <which>', 'where several labs run: its name, or the process id of its owner')
    .addHelpText(
      'after',
      '\nExamples:\n  vethbook shell\n  vethbook shell --in ns1\n  vethbook shell --in ns1 -- tcpdump -ni veth1',
    )
    .action(async (command: string[], options: { in?: string; lab?: string }) => {
      if (process.platform !== 'linux')
        throw new CliError(
          'labs run in containers here, into which no terminal leads. Type in the notebook: %%sh, or lab.sh',
          1,
        )
      const node = chosen(findRunningNodes(), options.lab)
      const words = enterWords(node, options.in === undefined ? firstPlace : placeOf(node, options.in))
      process.exitCode = await run([...words, ...(command.length === 0 ? ['bash'] : command)])
    })
}

const firstPlace: Place = { machine: null, namespace: null }

function chosen(nodes: readonly RunningNode[], which: string | undefined): RunningNode {
  const isMeant = ({ name, owner }: { name: string; owner: number }): boolean =>
    which === undefined || name === which || String(owner) === which
  const meant = nodes.filter(isMeant)
  const enclosed = meant.length === 0 ? findEnclosedLabs().find(isMeant) : undefined
  if (enclosed !== undefined)
    throw new CliError(
      `the lab ${enclosed.name} (process ${enclosed.owner}) runs in ${enclosed.inside}, into which no terminal of this machine leads. ` +
        'Type in its notebook: %%sh, or lab.sh; or see by vethbook doctor why no sandbox of this machine runs it',
      1,
    )
  if (nodes.length === 0) {
    throw new CliError(
      'no lab of yours runs on this machine. Open one first: a notebook’s cell with openLab(), or %%sh',
      1,
    )
  }
  const [node] = meant
  if (node !== undefined && meant.length === 1) return node
  const list = (meant.length === 0 ? nodes : meant).map(describe).join('\n')
  if (meant.length === 0)
    throw new CliError(`no lab ${which} runs here. There ${nodes.length === 1 ? 'is' : 'are'}:\n${list}`, 1)
  throw new CliError(`several labs run here; say which with --lab NAME or --lab PID:\n${list}`, 1)
}

function describe({ name, owner, notebook, directory }: RunningNode): string {
  return `  ${name}  (process ${owner}${notebook === null ? '' : `, ${notebook}`}, in ${directory})`
}

function placeOf(node: RunningNode, text: string): Place {
  const [first = '', ...rest] = text.split('/')
  const isMachine = node.machines.some(({ name }) => name === first)
  const machine = isMachine ? first : null
  const namespace = isMachine ? rest.join('/') || 'root' : text
  if (namespace === 'root') return { machine, namespace: null }
  const names = namespacesOf(node, machine)
  if (names.includes(namespace)) return { machine, namespace }
  const places = ['root', ...names, ...(machine === null ? node.machines.map(({ name }) => name) : [])]
  const where = machine === null ? `the lab ${node.name}` : `the node ${machine}`
  throw new CliError(`${where} has no namespace ${namespace}; there is ${places.join(', ')}`, 1)
}

/** @returns its exit code, as a shell would tell it */
function run(argv: readonly string[]): Promise<number> {
  const [program = '', ...words] = argv
  // Ctrl+C is for what runs in the terminal.
  const ignore = (): void => undefined
  process.on('SIGINT', ignore)
  const child = spawn(program, words, { stdio: 'inherit' })
  return new Promise<number>((resolve, reject) => {
    child.on('exit', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])))
    child.on('error', ({ message }) => reject(new CliError(message, 1)))
  }).finally(() => process.off('SIGINT', ignore))
}
