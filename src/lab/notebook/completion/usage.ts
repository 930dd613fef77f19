/**
 * The usage texts that iproute2's programs print (`ip link help`), read as the grammar they are meant to be: words as
 * they stand, names in capitals, `[ … ]` for what may be left out, `{ a | b }` for a choice, `NAME := …` for what a name
 * stands for. The texts are written by hand, with brackets that nothing closes: what is wrong is passed over.
 */
export type Usage =
  | { kind: 'word'; text: string }
  /** A name that stands for something: `DEVICE`; `name` behind an option. */
  | { kind: 'place'; name: string }
  | { kind: 'sequence'; items: Usage[] }
  | { kind: 'choice'; options: Usage[]; isOptional: boolean }

export interface UsageText {
  /** Each a way to call the program, beginning with the program's own name (or `...`). */
  forms: Usage[]
  definitions: Map<string, Usage>
}

export function parseUsage(text: string): UsageText {
  const forms: Usage[] = []
  const definitions = new Map<string, Usage>()
  for (const { name, body } of statements(text)) {
    const parsed = new Parser(body).parse(name === undefined)
    const former = name !== undefined && definitions.get(name)
    // Two definitions of one name, as `ip route help` has them of OPTIONS: either.
    if (former) definitions.set(name, { kind: 'choice', options: [former, parsed], isOptional: false })
    else if (name !== undefined) definitions.set(name, parsed)
    else forms.push(parsed)
  }
  return { forms, definitions }
}

/** A statement goes on until a line that begins another. */
function statements(text: string): { name?: string; body: string }[] {
  const found: { name?: string; body: string }[] = []
  for (const line of text.split('\n')) {
    const bare = line.replace(/^\s*(?:usage:|where:?)\s*/i, '').trim()
    const definition = /^([A-Z][A-Z0-9_-]*)\s*:=(.*)$/.exec(bare)
    if (definition) found.push({ name: definition[1] ?? '', body: definition[2] ?? '' })
    else if (/^(?:ip|bridge|tc|\.\.\.)\s/.test(bare)) found.push({ body: bare })
    // `To get <options> type …` is a sentence.
    else if (bare !== '' && !/^To get\b/.test(bare) && found.length > 0)
      (found.at(-1) as { body: string }).body += ` ${bare}`
  }
  return found
}

/** `-V[ersion]`, `NUMBER[s|ms]` are one token; brackets and bars alone are others. */
const token = /\.\.+|[[\]{}|]|[^\s[\]{}|]+(?:\[[^\]\s]*\])*/g

class Parser {
  readonly #tokens: string[]
  #at = 0

  constructor(body: string) {
    // `[no]learning`: the word, or with `no` in front.
    const spelt = body.replace(/\[(no|-)\]([\w-]+)/g, '{ $2 | $1$2 }')
    this.#tokens = (spelt.match(token) ?? []).filter((each) => !/^\.\.+$/.test(each))
  }

  /** @param isForm bars that stand in no bracket are a slip in the form of a call: `[ … ] | [ … ]` */
  parse(isForm: boolean): Usage {
    const options = [this.#sequence(isForm)]
    while (this.#at < this.#tokens.length) {
      this.#at++
      options.push(this.#sequence(isForm))
    }
    const items = isForm ? options.flatMap((each) => each.items) : []
    return isForm ? { kind: 'sequence', items } : { kind: 'choice', options, isOptional: false }
  }

  /** Up to a bar or a closing bracket, which is left. */
  #sequence(isOutside: boolean): Extract<Usage, { kind: 'sequence' }> {
    const items: Usage[] = []
    for (let each = this.#tokens[this.#at]; each !== undefined; each = this.#tokens[this.#at]) {
      if (each === ']' || each === '}' || (each === '|' && !isOutside)) break
      this.#at++
      if (each === '[' || each === '{') items.push(this.#bracket(each === '['))
      else if (each !== '|') items.push(...terminals(each, items.at(-1)))
    }
    return { kind: 'sequence', items }
  }

  #bracket(isOptional: boolean): Usage {
    const options: Usage[] = [this.#sequence(false)]
    while (this.#tokens[this.#at] === '|') {
      this.#at++
      options.push(this.#sequence(false))
    }
    // The closing one, of whichever kind; at the end of the text there may be none.
    this.#at++
    return { kind: 'choice', options, isOptional }
  }
}

function terminals(text: string, before: Usage | undefined): Usage[] {
  const bare = text.replace(/\[.*/, '')
  if (text.startsWith('-') && text !== bare) {
    const full = bare + text.slice(bare.length + 1).replace(/\].*/, '')
    return [{ kind: 'choice', options: [bare, full].map((each) => ({ kind: 'word', text: each })), isOptional: false }]
  }
  if (/^<.*>$/.test(text)) return [{ kind: 'place', name: text }]
  if (/^[A-Z][A-Z0-9_-]*(?:[,/:].*)?$/.test(bare)) return [{ kind: 'place', name: bare }]
  // Behind an option a word in small letters is what the option wants.
  if (before && isOption(before)) return [{ kind: 'place', name: bare }]
  return /^[-A-Za-z]/.test(bare) || /^-?\d$/.test(bare) ? [{ kind: 'word', text: bare }] : []
}

function isOption(usage: Usage): boolean {
  if (usage.kind === 'word') return usage.text.startsWith('-')
  return usage.kind === 'choice' && !usage.isOptional && usage.options.every(isOption)
}
