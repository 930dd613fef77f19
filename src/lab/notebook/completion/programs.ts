import type { Meaning } from './network-words.js'

/** What the words of other programs mean that people use with networks. */
interface Program {
  /** Options by what their value is. */
  options?: Readonly<Record<string, Meaning>>
  /** Words that stand for themselves, by what may follow them: brctl's commands, tcpdump's expressions. */
  words?: Readonly<Record<string, readonly Meaning[]>>
  /** What stands alone. */
  operand?: Meaning
}

const target: Program = { operand: 'address' }
const firewall: Program = {
  options: {
    '-i': 'link',
    '--in-interface': 'link',
    '-o': 'link',
    '--out-interface': 'link',
    '-s': 'prefix',
    '--source': 'prefix',
    '-d': 'prefix',
    '--destination': 'prefix',
    '--to-destination': 'address',
    '--to-source': 'address',
  },
}

const programs: Readonly<Record<string, Program>> = {
  ping: { options: { '-I': 'link' }, operand: 'address' },
  ping6: { options: { '-I': 'link' }, operand: 'address' },
  arping: { options: { '-I': 'link', '-i': 'link', '-s': 'address' }, operand: 'address' },
  traceroute: { options: { '-i': 'link', '-s': 'address' }, operand: 'address' },
  tracepath: target,
  mtr: { options: { '-I': 'link', '-a': 'address' }, operand: 'address' },
  nc: { options: { '-s': 'address' }, operand: 'address' },
  curl: { options: { '--interface': 'link' }, operand: 'address' },
  telnet: target,
  ssh: target,
  nmap: { options: { '-e': 'link' }, operand: 'address' },
  iperf3: { options: { '-c': 'address', '-B': 'address' } },
  ethtool: {
    options: Object.fromEntries(['-i', '-k', '-K', '-S', '-g', '-G', '-c', '-C', '-a', '-A', '-l', '-L', '-s', '-p'].map((each) => [each, 'link'])), // prettier-ignore
    operand: 'link',
  },
  ifconfig: { operand: 'link' },
  tcpdump: {
    options: { '-i': 'link', '--interface': 'link' },
    words: { host: ['address'], src: ['address'], dst: ['address'], net: ['prefix'], arp: [], icmp: [], icmp6: [], tcp: [], udp: [], port: [], and: [], or: [], not: [] }, // prettier-ignore
  },
  iptables: firewall,
  ip6tables: firewall,
  brctl: {
    words: {
      show: ['master'],
      showmacs: ['master'],
      showstp: ['master'],
      addbr: [],
      delbr: ['master'],
      addif: ['master', 'link'],
      delif: ['master', 'link'],
      stp: ['master'],
      setageing: ['master'],
      setbridgeprio: ['master'],
      setfd: ['master'],
      sethello: ['master'],
      setmaxage: ['master'],
      setpathcost: ['master', 'link'],
      setportprio: ['master', 'link'],
      hairpin: ['master', 'link'],
    },
  },
}

/** Programs whose words are known here, for who has typed nothing yet. */
export const networkPrograms: readonly string[] = ['ip', 'bridge', 'tc', 'sudo', ...Object.keys(programs)]

export interface Expected {
  words: string[]
  meanings: Meaning[]
}

/** @param words from the program's name on: complete words; undefined: nothing is known of that program */
export function expectedOf([program = '', ...rest]: readonly string[]): Expected | undefined {
  if (!Object.hasOwn(programs, program)) return undefined
  const { options = {}, words = {}, operand } = programs[program] as Program
  const last = rest.at(-1) ?? ''
  if (Object.hasOwn(options, last)) return { words: [], meanings: [options[last] as Meaning] }
  const at = rest.findLastIndex((word) => Object.hasOwn(words, word))
  const behind = at < 0 ? undefined : words[rest[at] as string]?.[rest.length - at - 1]
  if (behind !== undefined) return { words: [], meanings: [behind] }
  // A command of brctl has been given, and all that it wants; an expression goes on.
  const isOver = at >= 0 && program === 'brctl'
  return { words: isOver ? [] : Object.keys(words), meanings: operand ? [operand] : [] }
}
