import { spawnSync } from 'node:child_process'
import { closeSync, constants, mkdirSync, openSync, writeFileSync } from 'node:fs'
import { Socket } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** What a shell in the lab asks of us, and our answers: by two named pipes (fifo(7)) in the lab's folder. */

export interface Asked {
  verb: string
  rest: string
  /** Its number in the first shell's history, from 1; null where it was asked in a shell that was entered from that. */
  number: number | null
}

/**
 * Writes a program for each word, which asks and prints the answer, into a folder that is first on the shell's PATH, so that
 * shells entered from it know them, too; and what the shell reads at its start.
 *
 * @returns the path of that
 */
export function writeShell(folder: string, verbs: readonly string[], inner: string): string {
  const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`
  const at = (name: string): string => quoted(join(folder, name))
  const programs = join(folder, 'bin')
  mkdirSync(programs)
  for (const verb of [...verbs, 'next', 'help']) {
    const guard = verb === 'next' ? `if [ "$PPID" != "$PRACTICE_SHELL" ]; then echo ${quoted(inner)}; exit 1; fi\n` : ''
    writeFileSync(join(programs, verb), `#!/bin/bash\n${guard}${asking(verb, at)}`, { mode: 0o755 })
  }
  const start = join(folder, 'bashrc')
  // After `next` the shell has done what it was there for. Whoever calls for help hardly means the words of bash.
  writeFileSync(
    start,
    `
unset HISTFILE
HISTCONTROL=
export PRACTICE_SHELL=$$
PATH=${at('bin')}:$PATH
PROMPT_COMMAND+='; export PRACTICE_HISTORY=$HISTCMD'
next() { command next "$@" && exit; }
help() { if [ $# = 0 ]; then "$(type -P help)"; else builtin help "$@"; fi; }
cd
`,
  )
  return start
}

/**
 * A question is a line: its number, that of the command in the first shell's history (empty in another one), the word, and
 * the rest. An answer stands
 * between two marked lines with the number, so that one that nobody waited for is not taken for the next.
 */
function asking(verb: string, at: (name: string) => string): string {
  return String.raw`exec 3<>${at('answers')}
history=
[ "$PPID" = "$PRACTICE_SHELL" ] && history=$PRACTICE_HISTORY
printf '%s\t%s\t%s\n' "$$" "$history" "${verb} $*" > ${at('questions')}
mine= said=0
while IFS= read -r line <&3; do
  case $line in
    $'\001'"begin $$") mine=1 ;;
    $'\001'"end $$") if [ -n "$mine" ]; then break; fi ;;
    ?*) if [ -n "$mine" ]; then printf '%s\n' "$line"; said=1; fi ;;
    *) if [ -n "$mine" ] && [ "$said" = 1 ]; then echo; fi ;;
  esac
done
${verb === 'next' ? 'exit "$said"' : ''}
`
}

/** Makes the pipes, and answers each question until it is closed. */
export function answerQuestions(
  folder: string,
  answer: (asked: Asked) => Promise<string>,
  onFailure: (error: Error) => void,
): { close: () => void } {
  const [questions, answers] = [join(folder, 'questions'), join(folder, 'answers')]
  const { status, stderr } = spawnSync('mkfifo', [questions, answers], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`no named pipe could be made in ${folder}: ${stderr.trim()}`)
  // For reading and writing: then it does not end when a shell has asked, and opening waits for nobody.
  const input = new Socket({ fd: openSync(questions, constants.O_RDWR | constants.O_NONBLOCK) })
  const output = openSync(answers, constants.O_RDWR)
  let queue = Promise.resolve()
  createInterface({ input }).on('line', (line) => {
    const [id = '', history = '', words = ''] = line.split('\t')
    const [verb = '', ...rest] = words.trim().split(' ')
    queue = queue
      .then(() => answer({ verb, rest: rest.join(' '), number: history === '' ? null : Number(history) }))
      .catch((error: unknown) => {
        const failure = error instanceof Error ? error : new Error(String(error))
        onFailure(failure)
        return failure.message
      })
      .then((text) => writeFileSync(output, `\u0001begin ${id}\n${text}\n\u0001end ${id}\n`))
  })
  return {
    close: () => {
      input.destroy()
      closeSync(output)
    },
  }
}

/** How many commands were run in a shell, told by the numbers that questions had in its history; those are none. */
export class CommandCount {
  #asked = 0
  #commands = 0

  before({ number }: Asked): number {
    if (number !== null) this.#commands = number - 1 - this.#asked++
    return this.#commands
  }
}
