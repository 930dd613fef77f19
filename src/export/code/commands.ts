/** A cell's source with the shell commands of its `` .sh`…` `` taken out, and the way to put them back into its HTML. */
export interface CutCode {
  source: string
  /** What stood between the backticks, in order. */
  commands: string[]
  restore(html: string, commands: readonly string[]): string
}

const template = /(\.sh(?:\([^`]*?\))?`)((?:[^`\\]|\\[^])*)(?=`)/g
/** One character of the private area each, which is a string's content to any language. */
const mark = '\uE002'

export function cutCommands(source: string): CutCode {
  const commands: string[] = []
  const cut = source.replaceAll(mark, '').replace(template, (_, before: string, command: string) => {
    commands.push(command)
    return `${before}${mark}`
  })
  return {
    source: cut,
    commands,
    restore: (html, shown) => {
      let next = 0
      return html.replaceAll(mark, () => shown[next++] ?? '')
    },
  }
}

/**
 * The shell commands of a cell, one string each, as a terminal takes them: those of `%%sh` and of `` lab.sh`…` ``.
 */
export function shellCommands(source: string): string[] {
  const magic = /^%%(?:sh|bash)\b[^\n]*\n([^]*)$/.exec(source)
  if (magic) return [(magic[1] ?? '').trim()]
  return cutCommands(source).commands.map((command) => command.trim())
}
