import { ownWords } from '../../../engine/index.js'
import { after, choiceOf, firstOf, isWord, keywordsOf, type Next } from './grammar.js'
import type { Meaning } from './network-words.js'
import { parseUsage, type Usage, type UsageText } from './usage.js'

/** A command of iproute2 as far as it is written. */
export interface IpCommand {
  program: string
  /** As ip spells it out itself: `ip a` is `address`; undefined where there is none, or no such one. */
  object?: string
  /** All objects whose names begin as the usage spells it: `ip n` is `neighbor`, `neighbour` and `neigh`. */
  spellings: string[]
  verb?: string
  /** What may come next: keywords, and names that mean something in the network. */
  words: string[]
  meanings: Meaning[]
}

/** How long a program may take to print its usage, in milliseconds: it takes three. */
const patienceMs = 2_000
const usages = new Map<string, UsageText>()

/** The usage of `ip link`, as this machine's `ip link help` prints it; `''` where it does not in time. */
export async function usageText(argv: readonly [string, ...string[]]): Promise<string> {
  return (await ownWords([...argv, 'help'], { timeoutMs: patienceMs })) ?? ''
}

/** Asked for until there is an answer, and then no more. */
async function usageOf(...argv: [string, ...string[]]): Promise<UsageText> {
  const key = argv.join(' ')
  const known = usages.get(key)
  if (known) return known
  const usage = parseUsage(await usageText(argv))
  if (usage.forms.length > 0) usages.set(key, usage)
  return usage
}

/**
 * @param words from the program's name on, without its options: complete words
 */
export async function readIpCommand([program = 'ip', object, verb, ...rest]: readonly string[]): Promise<IpCommand> {
  const whole = await usageOf(program)
  const none: IpCommand = { program, spellings: [], words: [], meanings: [] }
  if (object === undefined) return { ...none, words: [...objectsOf(whole), 'help'] }
  if (!/^[a-z][\w-]*$/.test(object)) return none
  const known = objectsOf(whole)
  const usage = await usageOf(program, object)
  const { name, rests } = withoutObject(usage)
  if (name === undefined) return none
  const begun = known.filter((each) => each.startsWith(name))
  const full = known.includes(name) ? name : (begun[0] ?? name)
  const { definitions } = usage
  const verbs = textsOf(rests.flatMap((each) => firstOf(each, definitions)))
  const of = { ...none, object: full, spellings: [...new Set([full, ...begun, name])] }
  if (verb === undefined) return { ...of, words: [...new Set([...verbs, 'help'])] }
  // As ip itself does: a verb may be cut short, and the first that fits is meant.
  const meant = verbs.find((each) => each === verb) ?? verbs.find((each) => each.startsWith(verb))
  const form = meant && choiceOf(rests.map((each) => after(each, meant, definitions)))
  if (meant === undefined || !form) return of
  const next = nextOf(form, definitions, rest, await typeKeywords(program, full, rest, form, definitions))
  const meanings = next.places.flatMap((name) => meaningOf({ object: full, verb: meant, name, keyword: next.keyword }))
  return { ...of, verb: meant, words: next.words, meanings: [...new Set(meanings)] }
}

/** What ip's own options are, and which have a value: `ip -`. */
export async function ipOptions(program: string): Promise<Map<string, Next[]>> {
  const { definitions } = await usageOf(program)
  const options = definitions.get('OPTIONS')
  return options ? keywordsOf(options, definitions) : new Map<string, Next[]>()
}

function objectsOf({ definitions }: UsageText): string[] {
  const objects = definitions.get('OBJECT')
  return objects ? textsOf(firstOf(objects, definitions)).filter((text) => text !== 'help') : []
}

/** The forms of `ip link …` without `ip link`; the object's name as the usage spells it. */
function withoutObject({ forms, definitions }: UsageText): { name?: string; rests: Usage[] } {
  const rests: Usage[] = []
  let name: string | undefined
  for (const form of forms) {
    const [program] = textsOf(firstOf(form, definitions))
    const behind = program === undefined ? undefined : after(form, program, definitions)
    const object = behind && textsOf(firstOf(behind, definitions)).find((text) => !text.startsWith('-'))
    const rest = object === undefined ? undefined : after(behind as Usage, object, definitions)
    name ??= object
    if (rest) rests.push(rest)
  }
  return { rests, ...(name !== undefined && { name }) }
}

interface Following {
  words: string[]
  /** Names in capitals. */
  places: string[]
  /** The keyword whose value comes next. */
  keyword: string | undefined
}

function nextOf(
  form: Usage,
  definitions: UsageText['definitions'],
  rest: readonly string[],
  more: ReadonlyMap<string, Next[]>,
): Following {
  const keywords = new Map([...keywordsOf(form, definitions), ...more])
  const last = rest.at(-1)
  // What has been named by a keyword is no keyword: `ip link set name up`.
  const isValue = rest.length > 1 && (keywords.get(rest.at(-2) ?? '') ?? []).some(({ kind }) => kind === 'place')
  const values = last === undefined || isValue ? [] : (keywords.get(last) ?? [])
  if (values.length > 0) return following(values, last)
  if (rest.length === 0) return following(firstOf(form, definitions), undefined)
  const used = new Set(rest)
  const left = [...keywords.keys()].filter((word) => !used.has(word))
  return { words: usualFirst(left), places: [], keyword: undefined }
}

function following(next: readonly Next[], keyword: string | undefined): Following {
  const places = next.flatMap((each) => (each.kind === 'place' ? [each.name] : []))
  return { words: usualFirst(textsOf(next)), places, keyword }
}

/** `type bridge` brings keywords of its own, those of `ip link help bridge`. */
async function typeKeywords(
  program: string,
  object: string,
  rest: readonly string[],
  form: Usage,
  definitions: UsageText['definitions'],
): Promise<Map<string, Next[]>> {
  const at = rest.lastIndexOf('type')
  const type = at < 0 ? undefined : rest[at + 1]
  if (object !== 'link' || type === undefined || !/^[a-z][\w-]*$/.test(type)) return new Map()
  const usage = await usageOf(program, 'link', 'help', type)
  const behind = choiceOf(usage.forms.map((each) => behindWord(each, type)))
  const keywords = behind ? keywordsOf(behind, usage.definitions) : new Map<string, Next[]>()
  // `peer <options>`: those of the command itself.
  for (const [word, values] of keywords) {
    const isAll = values.some((each) => each.kind === 'place' && each.name.startsWith('<'))
    if (isAll)
      keywords.set(
        word,
        [...keywordsOf(form, definitions).keys()].map((text) => ({ kind: 'word', text })),
      )
  }
  return keywords
}

/** What stands behind a word at the top of a form. */
function behindWord(form: Usage, word: string): Usage | undefined {
  if (form.kind !== 'sequence') return undefined
  const at = form.items.findIndex((item) => item.kind === 'word' && isWord(item, word))
  return at < 0 ? undefined : { kind: 'sequence', items: form.items.slice(at + 1) }
}

/** `cmd` stands for any command, not for itself. */
function textsOf(next: readonly Next[]): string[] {
  return [...new Set(next.flatMap((each) => (each.kind === 'word' && each.text !== 'cmd' ? [each.text] : [])))]
}

const usual = ['dev', 'via', 'up', 'down', 'type', 'name', 'peer', 'master', 'nomaster', 'netns', 'src', 'mtu', 'table']

function usualFirst(words: readonly string[]): string[] {
  return [...usual.filter((word) => words.includes(word)), ...words.filter((word) => !usual.includes(word))]
}

/** What a name in capitals stands for in the network, by what it is called and the keyword in front of it. */
export function meaningOf(place: {
  object: string
  verb: string
  name: string
  keyword: string | undefined
}): Meaning[] {
  const { object, verb, name, keyword } = place
  const isNamed = /^NAME$|^NETNSNAME$/.test(name)
  if (isNamed && (keyword === 'netns' || keyword === 'link-netns')) return ['namespace']
  if (object === 'netns' && isNamed && keyword === undefined) return verb === 'add' ? [] : ['namespace']
  if (keyword === 'vrf') return ['vrf']
  if (keyword === 'master' || name === 'BRDEV') return ['master']
  if (keyword === 'label' || keyword === 'name') return []
  if (/^(?:DEV|DEVICE|IFNAME|PHYS_DEV|LINK)$/.test(name)) return ['link']
  if (keyword !== undefined && /^(?:dev|iif|oif|link|brport|nh_dev)$/.test(keyword)) return ['link']
  if (name === 'LLADDR' || ((object === 'fdb' || object === 'mdb') && name === 'ADDR')) return ['mac']
  if (object === 'address' && keyword === undefined) return /^(?:add|change|replace)$/.test(verb) ? [] : ['own-address']
  if (name === 'PREFIX') return /^del/.test(verb) && object === 'route' ? ['destination'] : ['prefix']
  return /^(?:IP_?)?ADDR(?:ESS)?$/.test(name) ? ['address'] : []
}
