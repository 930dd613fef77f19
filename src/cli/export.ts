import { Command } from 'commander'
import { mkdir, mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { CodeCell, Notebook, NotebookRun } from '../lesson/index.js'
import { CliError } from './error.js'
import { executeNotebook } from './execute.js'
import { refuseMissing } from './notebook-files.js'
import { stopOnSignals } from './stop.js'

interface Options {
  out?: string
  run?: boolean
  all?: string
  pdf?: boolean
  ipynb?: boolean
}

/** `vethbook export`: a lesson as one file for people who have no Jupyter. */
export function exportCommand(): Command {
  return new Command('export')
    .summary('make one HTML file of a notebook')
    .description(
      'Makes one HTML file of a notebook that needs no network, no server and nothing beside it. The outputs are those\n' +
        'stored in the notebook; --run executes it first, in a kernel of its own. Where a cell fails, the page is made all\n' +
        'the same: it says where the run ended, and the command exits with 1.',
    )
    .argument('[notebook]', 'notebook file; - reads it from stdin and writes the page to stdout')
    .option('-o, --out <file>', 'where it goes (default: beside the notebook); with --all, a folder')
    .option('--run', 'execute the notebook first; the file itself stays as it is')
    .option('--all <folder>', 'every notebook of FOLDER, linked with each other, and an index page')
    .option('--pdf', 'a PDF instead, printed by an installed Chromium')
    .option('--ipynb', 'the executed notebook instead, with a picture for every viewer beside each output')
    .addHelpText(
      'after',
      `
Examples:
  vethbook export notebooks/01-veth-pair.ipynb --run -o veth-pair.html
  vethbook export executed.ipynb                    the outputs that the file holds
  vethbook export --all notebooks --run -o site/    a series with an index page
  vethbook export notebooks/02-bridge.ipynb --run --pdf`,
    )
    .action(async (notebook: string | undefined, options: Options) => {
      const { signal } = stopOnSignals()
      if (options.pdf && options.ipynb) throw new CliError('--pdf and --ipynb: one at a time', 2)
      if (options.all !== undefined) {
        if (notebook !== undefined) throw new CliError('--all takes a folder, and no notebook beside it', 2)
        if (options.pdf || options.ipynb)
          throw new CliError('--all makes pages; --pdf and --ipynb take one notebook', 2)
        await exportAll(options.all, options, signal)
      } else if (notebook === '-') {
        await exportStdin()
      } else if (notebook === undefined) {
        throw new CliError('which notebook? Name one, or a folder with --all', 2)
      } else await exportOne(notebook, options, signal)
    })
}

async function exportOne(path: string, options: Options, signal: AbortSignal): Promise<void> {
  await refuseMissing([path])
  const suffix = options.pdf ? '.pdf' : options.ipynb ? '.executed.ipynb' : '.html'
  const target = options.out ?? join(dirname(path), basename(path).replace(/\.ipynb$/, '') + suffix)
  if ((await realpath(target).catch(() => '')) === (await realpath(path)))
    throw new CliError(`--out ${target}: that is the notebook itself`, 2)
  await written(target, mkdir(dirname(target), { recursive: true }))
  const { notebook, failed, error } = await notebookToShow(path, options, signal)
  const { lessonPage, pictureBeside, portableNotebook } = await import('../export/index.js')
  if (options.ipynb) {
    const { writeNotebook } = await import('../lesson/index.js')
    await written(target, writeNotebook(target, portableNotebook(notebook)))
    console.log(target)
  } else {
    const context = { name: basename(path), picture: pictureBeside(path), ...(failed && { failed }) }
    const { html, unrun } = await lessonPage(notebook, context)
    if (options.pdf) await print(html, target, signal)
    else await written(target, writeFile(target, pieces(html)))
    if (!failed) sayUnrun(path, unrun)
    console.log(`${target}${options.pdf ? '' : `  ${Math.ceil(Buffer.byteLength(html) / 1024)} KB`}`)
  }
  if (error !== undefined) throw error
}

/** @throws CliError in place of what a file system says of a place that cannot be written */
async function written<Value>(target: string, work: Promise<Value>): Promise<Value> {
  const reasons: Record<string, string> = {
    EACCES: 'you may not write there',
    EPERM: 'you may not write there',
    EROFS: 'the file system is read-only',
    EISDIR: 'that is a folder; name a file in it',
    ENOTDIR: 'a part of the path is a file, not a folder',
    EEXIST: 'a part of the path is a file, not a folder',
    ENOSPC: 'the disk is full',
  }
  try {
    return await work
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException
    if (code === '') throw error
    throw new CliError(`--out ${target}: ${reasons[code] ?? message}`, 2)
  }
}

/** Large pages are written in pieces: as one they would stand in memory twice. */
function* pieces(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += 1 << 20) yield text.slice(at, at + (1 << 20))
}

/** A stream has no name and no folder: pictures are looked for where the command was called. */
async function exportStdin(): Promise<void> {
  const { NotebookError, parseAnyNotebook } = await import('../lesson/index.js')
  const { lessonPage, pictureBeside } = await import('../export/index.js')
  try {
    const notebook = parseAnyNotebook(await text(process.stdin), 'stdin')
    process.stdout.write((await lessonPage(notebook, { picture: pictureBeside('stdin') })).html)
  } catch (error) {
    if (error instanceof NotebookError) throw new CliError(error.message, 2)
    throw error
  }
}

async function exportAll(folder: string, options: Options, signal: AbortSignal): Promise<void> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw new CliError(`--all ${folder}: ${(error as Error).message}`, 2)
  })
  const notebooks = names.filter((name) => name.endsWith('.ipynb')).sort()
  if (notebooks.length === 0) throw new CliError(`--all ${folder}: there is no notebook in it`, 2)
  const out = options.out ?? join(folder, 'html')
  await written(out, mkdir(out, { recursive: true }))
  const { pictureBeside, seriesPages } = await import('../export/index.js')
  const files = []
  const errors: Error[] = []
  for (const name of notebooks) {
    const path = join(folder, name)
    const { notebook, failed, error } = await notebookToShow(path, options, signal)
    files.push({ name, notebook, picture: pictureBeside(path), ...(failed && { failed }) })
    if (error !== undefined) errors.push(error)
  }
  for (const { file, html, unrun } of await seriesPages(files)) {
    await written(join(out, file), writeFile(join(out, file), html))
    if (!options.run) sayUnrun(file, unrun)
    console.log(`${join(out, file)}  ${Math.ceil(Buffer.byteLength(html) / 1024)} KB`)
  }
  if (errors.length > 0) throw new CliError(errors.map(({ message }) => message).join('\n'), 1)
}

interface Shown {
  notebook: Notebook
  /** The cell at which its run ended, and what the command says of it once everything is written. */
  failed?: CodeCell
  error?: Error
}

/** What a failing notebook showed is exported, too: it is what one wants to look at then. */
async function notebookToShow(path: string, { run }: Options, signal: AbortSignal): Promise<Shown> {
  if (run) {
    const broken: NotebookRun[] = []
    try {
      return await executeNotebook(path, signal, (each) => Promise.resolve(void broken.push(each)))
    } catch (error) {
      const [{ notebook, failure } = {}] = broken
      if (notebook === undefined || failure === undefined) throw error
      return { notebook, failed: failure.cell, error: error as Error }
    }
  }
  const { NotebookError, readAnyNotebook } = await import('../lesson/index.js')
  try {
    return { notebook: await readAnyNotebook(path) }
  } catch (error) {
    if (error instanceof NotebookError) throw new CliError(error.message, 2)
    throw error
  }
}

async function print(html: string, target: string, signal: AbortSignal): Promise<void> {
  const { ChromiumError, printPdf } = await import('../export/index.js')
  const folder = await mkdtemp(join(tmpdir(), 'vethbook-export-'))
  try {
    const page = join(folder, 'page.html')
    await writeFile(page, html)
    await printPdf(page, target, signal)
  } catch (error) {
    if (error instanceof ChromiumError) throw new CliError(`--pdf: ${error.message}`, 1)
    throw error
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** What a reader will miss in the page. */
function sayUnrun(what: string, unrun: readonly string[]): void {
  if (unrun.length === 0) return
  const steps = unrun.length === 1 ? `step ${unrun[0]} has` : `${unrun.length} steps have`
  const which = unrun.length === 1 ? '' : ` (${unrun.slice(0, 12).join(', ')}${unrun.length > 12 ? ' …' : ''})`
  console.error(`${what}: ${steps} no stored output${which}; --run executes the notebook first`)
}
