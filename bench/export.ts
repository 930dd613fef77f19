/**
 * Every lesson's exported page against the harness's goals (gate.mjs), and one lesson beside what nbconvert and pandoc
 * make of the same executed notebook, measured in the same run.
 */
import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { cacheFolder, root, runProgram, type BenchmarkRun } from './harness.js'

const folder = join(cacheFolder, 'export')
const program = join(root, 'dist', 'cli', 'main.js')
const python = join(root, '.venv', 'bin', 'python')
/** What is compared with peers: a page of words, commands, diagrams and charts. */
const compared = '01-veth-pair'

export async function run({ harness, rounds, json }: BenchmarkRun): Promise<string> {
  mkdirSync(folder, { recursive: true })
  const gates: GateResult[] = []
  for (const file of readdirSync(join(root, 'notebooks')).filter((each) => each.endsWith('.ipynb'))) {
    const result = await gate(harness, file.replace(/\.ipynb$/, ''), rounds)
    console.error(`${result.lesson}: ${verdict(result)}`)
    gates.push(result)
  }
  const pages = { ours: page(compared, 'html'), ...(await peerPages()) }
  const markers = chartTitles(readFileSync(pages.ours, 'utf8'))
  const measured: Measured[] = []
  for (const [label, path] of Object.entries(pages)) {
    const result = join(folder, `${label}.json`)
    const words = ['--markers', markers.join('|'), '--text', 'Summary']
    await node(join(harness, 'measure.mjs'), [
      ...[path, '--label', label, '--runs', String(rounds), '--json', result, ...words],
    ])
    measured.push(JSON.parse(readFileSync(result, 'utf8')) as Measured)
  }
  writeFileSync(json, JSON.stringify({ gates, measured }, null, 1))
  return report(gates, measured, markers.length)
}

export interface GateResult {
  lesson: string
  bytes: number
  charts: number
  /** Goals that the page misses, as gate.mjs names them; empty where all are reached. */
  missed: string[]
  passed: number
}

async function gate(harness: string, lesson: string, rounds: number): Promise<GateResult> {
  // Executed anew each time: a page is what the lesson shows now.
  const source = join(root, 'notebooks', `${lesson}.ipynb`)
  try {
    await runProgram('node', [program, 'run', source, '--out', page(lesson, 'ipynb')])
  } catch (error) {
    return { lesson, bytes: 0, charts: 0, missed: [`does not run (${(error as Error).message})`], passed: 0 }
  }
  await runProgram('node', [program, 'export', page(lesson, 'ipynb'), '-o', page(lesson, 'html')])
  const html = readFileSync(page(lesson, 'html'), 'utf8')
  const titles = chartTitles(html)
  const words = [
    ...(titles.length > 0 ? ['--markers', titles.join('|')] : []),
    ...['--charts', String(titles.length), '--text', title(html)],
  ]
  const parameters = [page(lesson, 'html'), '--fcp-over-floor', '3', '--runs', String(rounds), ...words]
  const said = await node(join(harness, 'gate.mjs'), parameters)
  const lines = said.split('\n')
  return {
    lesson,
    bytes: Buffer.byteLength(html),
    charts: titles.length,
    missed: lines.filter((line) => line.startsWith('FAIL')).map((line) => line.replace(/^FAIL\s+/, '')),
    passed: lines.filter((line) => line.startsWith('ok ')).length,
  }
}

/** The harness finds a chart by words that it holds: each picture's own title, once, of pictures of 120 × 60 pixels on. */
export function chartTitles(html: string): string[] {
  const pictures = html.matchAll(/<svg\b([^>]*\brole="img"[^>]*)>\s*<title[^>]*>([^<]*)</g)
  const titles = [...pictures].flatMap(([, attributes = '', words = '']) => {
    const [width = 0, height = 0] = ['width', 'height'].map((side) => {
      return Number.parseFloat(new RegExp(`\\s${side}="([^"]*)"`).exec(attributes)?.[1] ?? '')
    })
    return width < 120 || height < 60 ? [] : [unescape(words)]
  })
  return [...new Set(titles.filter((words) => !words.includes('|')))]
}

function title(html: string): string {
  return unescape(/<title>([^<]*)</.exec(html)?.[1] ?? '')
}

function unescape(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replace(/&(?:quot|#x22);/g, '"')
    .replace(/&(?:#39|#x27);/g, "'")
    .replace(/&(?:amp|#x26);/g, '&')
}

/** nbconvert as JupyterLab's own menu calls it, and pandoc with its own way to keep all in one file. */
async function peerPages(): Promise<{ nbconvert: string; pandoc: string }> {
  const source = page(compared, 'ipynb')
  const [nbconvert, pandoc] = [join(folder, 'nbconvert', 'index.html'), join(folder, 'pandoc', 'index.html')]
  for (const path of [nbconvert, pandoc]) mkdirSync(join(path, '..'), { recursive: true })
  await runProgram(python, [
    ...['-m', 'nbconvert', '--to', 'html', '--template', 'lab', '--embed-images', source],
    ...['--output', nbconvert],
  ])
  const packages = join(folder, 'packages')
  const binary = join(packages, 'pypandoc', 'files', 'pandoc')
  if (!existsSync(binary)) {
    await runProgram(python, ['-m', 'pip', 'install', '--quiet', '--target', packages, 'pypandoc-binary'])
  }
  await runProgram(binary, [source, '-s', '--embed-resources', '--toc', '--mathml', '-o', pandoc])
  return { nbconvert, pandoc }
}

/** What measure.mjs writes of a page, as far as it is told here. */
export interface Measured {
  label: string
  bytes: number
  gzip: number
  requests: number
  requestsExternal: number
  externalRefs: number
  fcp: number
  charts: number
  chartsAt: number | null
  axeRules: number
  axeNodes: number
  darkContrast: number
  noJs: { charts: number }
  mobile: { overflow: number }
}

export function report(gates: readonly GateResult[], measured: readonly Measured[], charts: number): string {
  const passed = gates.map(({ lesson, bytes, charts: count, missed, passed: reached }) => [
    lesson,
    kilobytes(bytes),
    String(count),
    verdict({ missed, passed: reached }),
  ])
  const compare = measured.map((each) => [
    each.label,
    `${kilobytes(each.bytes)} (${kilobytes(each.gzip)})`,
    `${each.requests} (${each.requestsExternal})`,
    String(each.fcp),
    `${each.charts}/${charts}`,
    each.chartsAt === null ? '–' : String(each.chartsAt),
    `${each.axeRules}/${each.axeNodes}`,
    `${each.noJs.charts}/${charts}`,
    String(each.mobile.overflow),
  ])
  const head = ['export', 'KB (gz)', 'requests (external)', 'FCP ms', 'charts', 'at ms', 'axe rules/nodes']
  return [
    table(['lesson', 'KB', 'charts', "harness's goals"], passed),
    '',
    `${compared}, each as it comes:`,
    '',
    table([...head, 'charts without JavaScript', 'overflow at 390 px'], compare),
  ].join('\n')
}

function verdict({ missed, passed }: Pick<GateResult, 'missed' | 'passed'>): string {
  return missed.length === 0 ? `all ${passed}` : `${passed} of ${passed + missed.length}; missed: ${missed.join('; ')}`
}

function kilobytes(bytes: number): string {
  return (bytes / 1024).toFixed(0)
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function page(lesson: string, suffix: 'html' | 'ipynb'): string {
  return join(folder, `${lesson}.${suffix}`)
}

/** Runs one of the harness's programs; it ends with 1 where a goal is missed, which is a result. */
async function node(file: string, parameters: readonly string[]): Promise<string> {
  console.error(`${basename(file)} ${basename(parameters[0] ?? '')}`)
  const env = {
    ...process.env,
    NODE_PATH: join(root, 'node_modules'),
    NODE_OPTIONS: `--import ${join(root, 'bench', 'export', 'resolve.mjs')}`,
  }
  try {
    return (await promisify(execFile)(process.execPath, [file, ...parameters], { env, maxBuffer: 2 ** 24 })).stdout
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    if (/^\d+ passed, \d+ failed$/m.test(stdout)) return stdout
    throw new Error(`${basename(file)}: ${stderr || String(error)}`, { cause: error })
  }
}
