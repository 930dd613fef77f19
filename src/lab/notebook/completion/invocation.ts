/** The program that a command's words come to, and the network namespace that it works in. */
export interface Invocation {
  /** From the program's name on, without what stands in front of it; empty: the name is still to come. */
  words: string[]
  /** As `ip -n`, `ip netns exec` or `nsenter --net=/run/netns/…` say; undefined where nothing does. */
  namespace?: string
  /** ip's and bridge's options in front of the object, which `words` have no longer. */
  options: string[]
}

/** Takes away what runs another command: `sudo`, `VAR=x`, `do`, `ip netns exec ns1`, `timeout 5` …, and ip's options. */
export function invocationOf(words: readonly string[]): Invocation {
  let rest = [...words]
  let namespace: string | undefined
  for (;;) {
    const [first = ''] = rest
    const inner = commandWithin(rest)
    if (inner) {
      rest = inner.words
      namespace = inner.namespace ?? namespace
      continue
    }
    if (!haveObjects.has(first)) return withNamespace(rest, namespace, [])
    const { count, namespace: own } = leadingOptions(rest)
    return withNamespace([first, ...rest.slice(1 + count)], own ?? namespace, rest.slice(1, 1 + count))
  }
}

function withNamespace(words: string[], namespace: string | undefined, options: string[]): Invocation {
  return { words, options, ...(namespace !== undefined && { namespace }) }
}

/** Programs of iproute2 that are asked for an object, with options in front of it. */
const haveObjects = new Set(['ip', 'bridge', 'tc'])

/** ip(8), "OPTIONS": these have a value; `-n` names the namespace. */
const withValue = /^--?(?:f|fa\w*|l|loops|rc\w*|b|ba\w*|conf|cg\w*)$/
const netns = /^--?n(?:e(?:t(?:ns?)?)?)?$/

/** How many words of ip's own options there are, values included. */
function leadingOptions(words: readonly string[]): { count: number; namespace?: string } {
  let at = 1
  let namespace: string | undefined
  for (; words[at]?.startsWith('-'); at++) {
    const option = words[at] as string
    if (netns.test(option)) namespace = words[++at]
    else if (withValue.test(option)) at++
  }
  return { count: Math.min(at, words.length) - 1, ...(namespace !== undefined && { namespace }) }
}

/** The command that these words run, if they are whole up to there; undefined: they run none. */
function commandWithin(words: readonly string[]): { words: string[]; namespace?: string } | undefined {
  const [first, ...rest] = words
  if (first === undefined) return undefined
  if (leaders.has(first) || /^\w+\+?=/.test(first)) return { words: rest }
  if (first === 'ip') {
    const { count } = leadingOptions(words)
    const [object = '', verb = '', namespace, ...command] = rest.slice(count)
    if (!/^net(?:ns?)?$/.test(object) || !/^e(?:x(?:ec?)?)?$/.test(verb) || namespace === undefined) return undefined
    return { words: command, namespace }
  }
  const options = Object.hasOwn(runners, first) ? runners[first] : undefined
  if (!options) return undefined
  const command = skipOptions(rest, options)
  if (first !== 'nsenter') return command && { words: command }
  const entered = rest.map((word) => /^(?:--net=|-n)\/(?:var\/)?run\/netns\/(.+)$/.exec(word)?.[1]).find(Boolean)
  return command && { words: command, ...(entered !== undefined && { namespace: entered }) }
}

const leaders = new Set(['then', 'do', 'else', 'elif', 'time', '!', 'if', 'while', 'until', '{', 'coproc'])

interface Runner {
  /** Options whose value is the next word. */
  valued: RegExp
  /** Words that stand before the command. */
  operands: number
}

const plain: Runner = { valued: /^$/, operands: 0 }
const runners: Readonly<Record<string, Runner>> = {
  sudo: { valued: /^-[hpCrtTUDRug]$|^--(?:user|group|host|prompt|chdir|chroot)$/, operands: 0 },
  env: { valued: /^-[uCS]$/, operands: 0 },
  nice: { valued: /^-n$/, operands: 0 },
  watch: { valued: /^-n$|^--interval$/, operands: 0 },
  timeout: { valued: /^-[ks]$/, operands: 1 },
  strace: { valued: /^-[eopsu]$/, operands: 0 },
  xargs: { valued: /^-[IinLPds]$/, operands: 0 },
  stdbuf: { valued: /^-[ioe]$/, operands: 0 },
  nsenter: { valued: /^-[tSG]$|^--(?:target|setuid|setgid)$/, operands: 0 },
  unshare: { valued: /^-[SG]$/, operands: 0 },
  nohup: plain,
  setsid: plain,
  exec: plain,
  command: plain,
  builtin: plain,
}

/** Undefined: an option's value, or an operand, is still to come. */
function skipOptions(words: readonly string[], { valued, operands }: Runner): string[] | undefined {
  let at = 0
  for (; at < words.length; at++) {
    const word = words[at] as string
    if (word === '--') {
      at++
      break
    }
    if (!word.startsWith('-') && !/^\w+=/.test(word)) break
    if (valued.test(word)) at++
  }
  at += operands
  return at <= words.length ? words.slice(at) : undefined
}
