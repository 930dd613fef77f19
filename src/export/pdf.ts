import { spawn } from 'node:child_process'
import { accessSync, constants, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

/** There is no Chromium, or it could not print. */
export class ChromiumError extends Error {
  override readonly name = 'ChromiumError'
}

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge']

/**
 * Prints a page through an installed Chromium, its headings as bookmarks, tagged for screen readers.
 *
 * @param page the HTML file
 * @param target the PDF file
 * @param signal ends the browser
 * @throws ChromiumError where none is installed, or it fails
 */
export async function printPdf(page: string, target: string, signal?: AbortSignal): Promise<void> {
  const program = findChromium(process.env)
  const profile = mkdtempSync(join(tmpdir(), 'vethbook-print-'))
  const child = spawn(
    program,
    [
      ...['--headless', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
      // Chromium's own sandbox refuses root; the page itself may load nothing.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...[
        `--user-data-dir=${profile}`,
        '--no-pdf-header-footer',
        '--generate-pdf-document-outline',
        '--export-tagged-pdf',
      ],
      ...[`--print-to-pdf=${resolve(target)}`, pathToFileURL(resolve(page)).href],
    ],
    { stdio: ['ignore', 'ignore', 'pipe'], ...(signal && { signal }) },
  )
  let words = ''
  child.stderr?.on('data', (chunk: Buffer) => (words = (words + chunk.toString()).slice(-2000)))
  try {
    const code = await new Promise<number | null>((settle, reject) => {
      child.on('error', reject)
      child.on('close', settle)
    })
    if (code !== 0 || !isThere(target)) throw new ChromiumError(`${program} printed nothing: ${words.trim()}`)
  } finally {
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** `CHROMIUM`, or the first of the usual names on PATH. */
function findChromium({ CHROMIUM, PATH = '' }: NodeJS.ProcessEnv): string {
  if (CHROMIUM !== undefined && CHROMIUM !== '') return CHROMIUM
  const found = names
    .flatMap((name) => PATH.split(delimiter).map((folder) => join(folder, name)))
    .find((path) => isExecutable(path))
  if (found !== undefined) return found
  throw new ChromiumError('a PDF needs Chromium or Chrome: install one (Debian: apt install chromium), or set CHROMIUM')
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false // this folder has none
  }
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined
}
