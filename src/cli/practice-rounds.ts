import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { enterWords, findEnclosedLabs, findRunningNodes } from '../engine/index.js'
import { openLab, type Lab } from '../lab/index.js'
import { isLevel, practiceWords, TerminalPractice, terminalVerbs, type Level } from '../lesson/index.js'
import { CliError } from './error.js'
import { answerQuestions, CommandCount, writeShell } from './practice-shell.js'

const NAME = 'practice'

/** Challenges in a terminal, from this level and seed on, until whoever practises leaves. @throws CliError */
export async function practise(firstLevel: Level, firstSeed: number): Promise<void> {
  const words = await practiceWords()
  // The lab's folder: all that is kept outside of its machine.
  const folder = mkdtempSync(join(tmpdir(), 'vethbook-practice-'))
  process.chdir(folder)
  let lab: Lab | undefined
  const tidyUp = async (): Promise<void> => {
    await lab?.dispose()
    process.chdir('/')
    rmSync(folder, { recursive: true, force: true })
  }
  const leave = (code: number) => () => void tidyUp().finally(() => process.exit(code))
  for (const [signal, number] of Object.entries({ SIGHUP: 1, SIGTERM: 15 })) process.on(signal, leave(128 + number))
  // Ctrl+C while it prepares; in the shell it is for what runs there.
  let isInShell = false
  process.on('SIGINT', () => (isInShell ? undefined : leave(130)()))
  try {
    lab = await openLab({ name: NAME })
    await series(lab, folder, { level: firstLevel, seed: firstSeed }, words, (isThere) => (isInShell = isThere))
  } finally {
    await tidyUp()
  }
}

/** One challenge after the other, until the shell is left. */
async function series(
  lab: Lab,
  folder: string,
  { level, seed }: { level: Level; seed: number },
  words: Awaited<ReturnType<typeof practiceWords>>,
  onShell: (isThere: boolean) => void,
): Promise<void> {
  const score = { tried: 0, mended: 0 }
  const start = writeShell(folder, terminalVerbs, words.inner)
  let current: TerminalPractice | undefined
  let wanted: Level | undefined = level
  let count = new CommandCount()
  let failure: Error | undefined
  const questions = answerQuestions(
    folder,
    async (asked) => {
      const { verb, rest } = asked
      const commands = count.before(asked)
      if (verb === 'help') return helpLines(words.help)
      if (verb !== 'next') return (await current?.answer(verb, rest, commands)) ?? ''
      const meant = rest === '' ? level : Number(rest)
      if (!isLevel(meant)) return words.noLevel(rest)
      wanted = meant
      return ''
    },
    (error) => (failure = error),
  )
  try {
    console.log(`${words.welcome}\n${helpLines(words.help)}`)
    for (let number = seed; wanted !== undefined; number++) {
      level = wanted
      wanted = undefined
      count = new CommandCount()
      console.log(`\n${words.preparing}`)
      if (score.tried > 0) await lab.reset()
      current = await TerminalPractice.begin(lab, level, number)
      score.tried++
      console.log(`\n${current.task}\n`)
      onShell(true)
      await shell(start)
      onShell(false)
      if (failure !== undefined) throw failure
      if (current.isRepaired) score.mended++
    }
    console.log(`\n${words.bye(score.mended, score.tried)}`)
  } finally {
    questions.close()
  }
}

/** Resolves when it is left. */
async function shell(start: string): Promise<void> {
  const isOurs = ({ owner, name }: { owner: number; name: string }): boolean => owner === process.pid && name === NAME
  const node = findRunningNodes().find(isOurs)
  const enclosed = node === undefined ? findEnclosedLabs().find(isOurs) : undefined
  if (enclosed !== undefined)
    throw new CliError(`labs run in ${enclosed.inside} here, into which no terminal leads: vethbook doctor says why`, 1)
  if (node === undefined) throw new CliError('the machine to practise on has ended', 1)
  const enter = enterWords(node, { machine: null, namespace: null })
  const [program, ...argv] = [...enter, 'bash', '--rcfile', start, '-i']
  const child = spawn(program, argv, { stdio: 'inherit' })
  await new Promise<void>((resolve, reject) => {
    child.on('exit', () => resolve())
    child.on('error', ({ message }) => reject(new CliError(message, 1)))
  })
}

/** `hint       the next hint`, a word a line. */
function helpLines(help: Readonly<Record<string, string>>): string {
  const width = Math.max(...Object.keys(help).map(({ length }) => length))
  return Object.entries(help)
    .map(([word, what]) => `  ${word.padEnd(width)}  ${what}`)
    .join('\n')
}
