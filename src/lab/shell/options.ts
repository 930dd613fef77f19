/** Options of lab.sh: ``lab.sh({ fails: true })`ip link delete veth1` ``. */
export interface ShOptions {
  /** `true`: failing is the lesson, and it is an error if nothing fails; `'maybe'`: either will do. */
  fails?: boolean | 'maybe'
  /** Milliseconds until the whole call is stopped, which is an error. */
  timeoutMs?: number
  /** Milliseconds after which a command that still runs gets Ctrl+C; the lines after it run; no error. */
  forMs?: number
  /** Shows nothing: no output, no changes. */
  quiet?: boolean
}

const known = new Set(['fails', 'timeoutMs', 'forMs', 'quiet'])

/** @throws TypeError naming the option that is not one, or has no such value. */
export function checkOptions(options: ShOptions): ShOptions {
  const given: unknown = options
  if (typeof given !== 'object' || given === null) {
    throw new TypeError('lab.sh takes a template: lab.sh`ip link`, or options first: lab.sh({ fails: true })`…`.')
  }
  for (const [name, value] of Object.entries(given)) {
    if (!known.has(name)) throw new TypeError(`lab.sh has no option ${name}; it has ${[...known].join(', ')}.`)
    const isTime = name.endsWith('Ms')
    if (isTime && value !== undefined && !(typeof value === 'number' && value > 0)) {
      throw new TypeError(`lab.sh: ${name} is a number of milliseconds above 0, not ${String(value)}.`)
    }
  }
  return options
}
