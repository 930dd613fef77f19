import { basename } from 'node:path'
import { commandsIn } from '../../../lab/index.js'
import { shellTextsOf } from './shell-text.js'
import type { CellRule, Remark } from './finding.js'

/**
 * What reaches out of the sandbox, or would if it could: other machines, the machine's own services and containers, its
 * first process. A lesson that needs one of them runs on some machines only, or does harm there.
 */
export const leavesSandbox: CellRule = (cell) => {
  if (cell.cell_type !== 'code') return []
  const shell = shellTextsOf(cell).flatMap(({ text, line }) =>
    commandsIn(text).flatMap((command): Remark[] => {
      const reason = reasonAgainst(command.words, command.program)
      return reason ? [remark(line + command.line - 1, command.program.join(' '), reason)] : []
    }),
  )
  const isShell = /^\s*%%/.test(cell.source)
  return isShell ? shell : [...shell, ...inTypeScript(cell.source)]
}

type Reason = readonly [why: string, remedy: string]

const elsewhere: Reason = ['a lab has no way to other machines', 'let a namespace of the lab play that machine']
const machine: Reason = [
  'it is about the machine itself, which a lab cannot change',
  'leave it out, or tell it as text',
]
const containers: Reason = [
  'its daemon is outside the lab',
  'wire what it would build with ip, or show the command in a text cell',
]
const outermost: Reason = [
  'process 1 is no part of the lesson: outside a lab it is the machine’s own',
  'name a process or a namespace of the lab: nsenter --net=/run/netns/ns1',
]
const installing: Reason = [
  'it wants the internet, and changes the machine',
  'use what every lab has; vethbook doctor lists it',
]

const programs: Readonly<Record<string, Reason>> = Object.fromEntries([
  ...['ssh', 'scp', 'sftp', 'rsync', 'mosh', 'ftp'].map((name) => [name, elsewhere] as const),
  ...[
    'docker',
    'docker-compose',
    'podman',
    'nerdctl',
    'ctr',
    'crictl',
    'kubectl',
    'minikube',
    'kind',
    'lxc',
    'virsh',
  ].map((name) => [name, containers] as const),
  ...['systemctl', 'service', 'reboot', 'shutdown', 'poweroff', 'halt', 'modprobe', 'insmod', 'rmmod', 'chroot'].map(
    (name) => [name, machine] as const,
  ),
  ...['apt', 'apt-get', 'yum', 'dnf', 'apk', 'pacman', 'snap', 'pip', 'pip3', 'npm', 'npx'].map(
    (name) => [name, installing] as const,
  ),
])

function reasonAgainst(words: readonly string[], program: readonly string[]): Reason | undefined {
  const text = words.join(' ')
  if (/\bnsenter\b.*\s(?:-t ?1|--target[ =]1)(?:\s|$)/.test(text) || /\/proc\/1\/(?:root|ns|cwd|fd)\b/.test(text)) {
    return outermost
  }
  const name = basename(program[0] ?? '')
  if (Object.hasOwn(programs, name)) return programs[name]
  if (name === 'git' && /^(?:clone|fetch|pull|push)$/.test(program[1] ?? '')) return elsewhere
  if (asks.has(name) && program.slice(1).some(isPublicName)) return elsewhere
  return undefined
}

/** Programs that call a machine by its name. */
const asks = new Set([
  'curl',
  'wget',
  'ping',
  'ping6',
  'nc',
  'ncat',
  'telnet',
  'traceroute',
  'tracepath',
  'dig',
  'host',
  'nslookup',
])

/** A name of the public internet, alone or in a URL; names that are set aside for examples (RFC 2606, 6761) are not. */
function isPublicName(word: string): boolean {
  const host = /^(?:https?:\/\/)?([a-z\d-]+(?:\.[a-z\d-]+)*\.[a-z]{2,})(?:[:/].*)?$/i.exec(word)?.[1]
  return host !== undefined && !/\.(?:test|example|invalid|localhost|local|internal|lan)$/i.test(host)
}

function inTypeScript(source: string): Remark[] {
  const forbidden: [RegExp, Reason][] = [
    [
      /\b(?:from|import|require)\s*\(?\s*['"](?:node:)?(?:child_process|cluster)['"]/,
      ['it starts programs on the machine, beside the lab', 'run it in the lab: await lab.sh`…`'],
    ],
    [
      /\b(?:from|import|require)\s*\(?\s*['"](?:node:)?(?:net|https?|http2|dgram|tls|dns)['"]|(?<![\w.])fetch\s*\(/,
      elsewhere,
    ],
    [
      /(?<![\w.])process\s*\.\s*kill\b/,
      ['it ends processes of the machine', 'end them in the lab: await lab.sh`kill …`'],
    ],
  ]
  return source.split('\n').flatMap((text, index) =>
    forbidden.flatMap(([pattern, reason]) => {
      const found = pattern.exec(text)
      return found ? [remark(index + 1, found[0], reason)] : []
    }),
  )
}

function remark(line: number, what: string, [why, remedy]: Reason): Remark {
  return { line, rule: 'leaves-sandbox', message: `${what}: ${why}`, remedy }
}
