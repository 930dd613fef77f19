import { lstat, readdir, readFile, realpath } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startKernel, type KernelClient } from '../../../kernel/index.js'
import { parseNotebook, readNotebook, type Notebook } from '../../nbformat.js'
import { openStepper, type Stepper } from '../step.js'
import { runJailed, type Hidden } from './jail.js'
import { goalsOf, judge, placesOf, type GradedCheck } from './judge.js'
import { usualLimits, type Limits } from './limits.js'
import { isOutOfTime, readPoints } from './points.js'

/** How a submission did. */
export interface Grade {
  /** The file's name in the folder. */
  file: string
  passed: number
  total: number
  checks: GradedCheck[]
  /** Why the submission ended early, or could not be read; null: it ran to its end. */
  problem: string | null
}

const player = fileURLToPath(new URL('../../../../dist/lesson/authoring/grade/player.js', import.meta.url))

/**
 * Grades the notebooks of a folder by the checks of a lesson. Each runs in a jail of its own (`jail.ts`) with bounded time,
 * memory, processes, files and output, and no network; then the network that it left is built anew in a lab of ours, where
 * the lesson's checks look at it (`judge.ts`). Submissions may be hostile: none changes another's grade, the folder, or this
 * machine. What ran out of time or of the machine's memory beside others has another go alone.
 *
 * @param path the lesson as its author wrote it; its cells are trusted
 * @throws NotebookError where the lesson is no notebook; Error where it has no checks, or fails itself
 */
export async function gradeFolder(
  folder: string,
  path: string,
  signal: AbortSignal,
  { onGrade, limits = usualLimits }: GradeOptions = {},
): Promise<Grade[]> {
  const lesson = await readNotebook(path)
  if (placesOf(lesson).length === 0)
    throw new Error(`${path} has no checks: no cell of a section calls lesson.check(…)`)
  const files = (await readdir(folder)).filter((name) => name.endsWith('.ipynb')).sort()
  const goals = await withKernel(path, lesson, signal, (stepper) => goalsOf(lesson, stepper))
  const hidden = { folder: await realpath(folder), file: await realpath(path) }
  const grades: Grade[] = []
  const waiting = [...files]
  const workers = Math.min(availableParallelism(), files.length)
  const again: string[] = []
  const work = async (queue: string[], isAlone: boolean): Promise<void> => {
    for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
      const { grade, mayBeOthers } = await gradeOne(
        file,
        join(folder, file),
        { path, lesson, goals, hidden, limits },
        signal,
      )
      if (mayBeOthers && !isAlone) {
        again.push(file)
        continue
      }
      grades.push(grade)
      onGrade?.(grade)
    }
  }
  await Promise.all(Array.from({ length: workers }, () => work(waiting, workers === 1)))
  await work(again, true)
  return grades.sort((one, other) => (one.file < other.file ? -1 : 1))
}

export interface GradeOptions {
  /** Told of each as it comes. */
  onGrade?: (grade: Grade) => void
  limits?: Limits
}

interface Reference {
  limits: Limits
  hidden: Hidden
  path: string
  lesson: Notebook
  goals: ReadonlyMap<string, readonly string[]>
}

async function gradeOne(
  file: string,
  path: string,
  { path: lessonPath, lesson, goals, hidden, limits }: Reference,
  signal: AbortSignal,
): Promise<{ grade: Grade; mayBeOthers: boolean }> {
  const read = await readSubmission(path, limits)
  const points = placesOf(lesson).map(({ cell }) => cell.id)
  const ran =
    'text' in read
      ? await runJailed(
          [process.execPath, player],
          JSON.stringify({ notebook: read.text, points, cellMs: limits.cellMs, cellOutput: limits.outputBytes }),
          hidden,
          limits,
          signal,
        )
      : { output: '', ended: read.problem, mayBeOthers: false }
  const found = readPoints(ran.output)
  const { checks, isLate } = await withKernel(lessonPath, lesson, signal, (stepper) =>
    judge(lesson, goals, found, ran.ended, stepper),
  )
  const passed = checks.filter((check) => check.passed).length
  const grade = { file, passed, total: checks.length, checks, problem: ran.ended ?? null }
  return { grade, mayBeOthers: ran.mayBeOthers || isLate || [...found.values()].some(isOutOfTime) }
}

/** A link could lead anywhere, and a pipe has no end. */
async function readSubmission(path: string, limits: Limits): Promise<{ text: string } | { problem: string }> {
  const found = await lstat(path)
  if (!found.isFile()) return { problem: 'it is no plain file' }
  if (found.size > limits.notebookBytes) return { problem: `it is larger than ${limits.notebookBytes / 2 ** 20} MiB` }
  const text = await readFile(path, 'utf8')
  try {
    parseNotebook(text, 'it')
  } catch (error) {
    return { problem: (error as Error).message }
  }
  return { text }
}

/** A kernel in the lesson's folder, which runs the lesson's own cells. */
async function withKernel<T>(
  path: string,
  lesson: Notebook,
  signal: AbortSignal,
  work: (stepper: Stepper) => Promise<T>,
): Promise<T> {
  const env = { ...process.env, VETHBOOK_NOTEBOOK: undefined, JPY_SESSION_NAME: undefined }
  const kernel: KernelClient = await startKernel({ cwd: dirname(resolve(path)), env })
  const stop = (): void => void kernel.shutdown()
  signal.addEventListener('abort', stop)
  try {
    return await work(openStepper(kernel, lesson, signal, () => undefined))
  } finally {
    signal.removeEventListener('abort', stop)
    await kernel.shutdown()
  }
}
