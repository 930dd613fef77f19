import { scriptFromTemplate, type ShellScript, type ShellValue } from '../text/template.js'
import type { Sandbox } from '../sandbox.js'
import type { CommandResult } from './command-result.js'
import { checkOptions, type ShOptions } from './options.js'

export type ShTag = (strings: TemplateStringsArray, ...values: ShellValue[]) => Promise<CommandResult>

export interface Sh extends ShTag {
  /**
   * Runs lines in the lab's shell as if typed there: ``await lab.sh`sudo ip netns add ns1` ``. A tutorial's block may be
   * pasted as it is, with prompts and printed output. Each `${value}` is one word, whatever is in it; a list is its
   * items. Directory, variables, jobs and entered shells last from call to call.
   *
   * @throws CommandError after all lines ran, if any of them failed.
   */
  (strings: TemplateStringsArray, ...values: ShellValue[]): Promise<CommandResult>
  /** Options bind a tag: ``lab.sh({ fails: true })`ip link delete veth1` ``. */
  (options: ShOptions): ShTag
}

/** Whose shell a tag speaks to. */
export interface ShOwner {
  sandbox: Sandbox
  /** Absent: the lab's own machine. */
  node?: string
}

const owners = new WeakMap<object, ShOwner>()

/** Whose shell a value speaks to, if it is such a tag. */
export function ownerOf(tag: unknown): ShOwner | undefined {
  return typeof tag === 'function' ? owners.get(tag) : undefined
}

export function shellTag(run: (script: ShellScript, options: ShOptions) => Promise<CommandResult>, owner: ShOwner): Sh {
  const tag = (first: TemplateStringsArray | ShOptions, ...values: ShellValue[]): ShTag | Promise<CommandResult> => {
    if (isTemplate(first)) return Promise.resolve().then(() => run(scriptFromTemplate(first.raw, values), {}))
    const options = checkOptions(first)
    return (strings, ...words) => Promise.resolve().then(() => run(scriptFromTemplate(strings.raw, words), options))
  }
  owners.set(tag, owner)
  return tag as Sh
}

function isTemplate(value: TemplateStringsArray | ShOptions): value is TemplateStringsArray {
  return Array.isArray(value) && Array.isArray((value as Partial<TemplateStringsArray>).raw)
}
