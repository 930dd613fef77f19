import { KernelManager, KernelSpecAPI, ServerConnection, type Kernel, type KernelMessage } from '@jupyterlab/services'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { JupyterLab } from '../browser/jupyterlab.js'

/** The client library of JupyterLab, Notebook 7 and VS Code, through a Jupyter server. */
let server: JupyterLab
let settings: ServerConnection.ISettings
let manager: KernelManager
let kernel: Kernel.IKernelConnection

beforeAll(async () => {
  server = await JupyterLab.start()
  const { origin, searchParams } = new URL(server.url)
  const token = searchParams.get('token') ?? ''
  settings = ServerConnection.makeSettings({
    baseUrl: origin,
    wsUrl: origin.replace('http', 'ws'),
    token,
    appendToken: true,
  })
  manager = new KernelManager({ serverSettings: settings })
  kernel = await manager.startNew({ name: 'vethbook' })
})

afterAll(async () => {
  await kernel.shutdown()
  kernel.dispose()
  manager.dispose()
  await server.dispose()
})

type Shown = { type: string; content: Record<string, unknown> }

/** Runs a cell; what it shows, also later, and its reply. */
async function run(code: string, onStdin?: (kernel: Kernel.IKernelConnection) => void) {
  const future = kernel.requestExecute({ code, allow_stdin: onStdin !== undefined }, false)
  const shown: Shown[] = []
  future.onIOPub = ({ header, content }: KernelMessage.IIOPubMessage) => {
    if (!['status', 'execute_input'].includes(header.msg_type)) {
      shown.push({ type: header.msg_type, content: content as Record<string, unknown> })
    }
  }
  future.onStdin = () => onStdin?.(kernel)
  const { content } = await future.done
  return { shown, reply: content as unknown as Record<string, unknown> }
}

test('the server lists the kernel with its logos', async () => {
  const specs = (await KernelSpecAPI.getSpecs(settings)).kernelspecs['vethbook']
  expect(specs).toMatchObject({ display_name: 'TypeScript (vethbook)', language: 'typescript' })
  for (const url of Object.values(specs?.resources ?? {})) {
    const { status } = await ServerConnection.makeRequest(settings.baseUrl.replace(/\/$/, '') + url, {}, settings)
    expect(status).toBe(200)
  }
  expect(Object.keys(specs?.resources ?? {}).sort()).toEqual(['logo-32x32', 'logo-64x64', 'logo-svg'])
})

test('it says what it is, and runs cells', async () => {
  expect((await kernel.info).implementation).toBe('vethbook')
  const { shown, reply } = await run("console.log('printed'); const answer: number = 42; answer")
  expect(shown).toMatchObject([
    { type: 'stream', content: { name: 'stdout', text: 'printed\n' } },
    { type: 'execute_result', content: { data: { 'text/plain': '42' } } },
  ])
  expect(reply['status']).toBe('ok')
  expect((await run('const n: number = "a"')).reply).toMatchObject({ status: 'error', ename: 'TypeScriptError' })
})

test('completion, inspection, completeness and history', async () => {
  const completed = await kernel.requestComplete({ code: '"a".toUpp', cursor_pos: 9 })
  expect(completed.content).toMatchObject({ matches: ['toUpperCase'], cursor_start: 4, cursor_end: 9 })
  const inspected = await kernel.requestInspect({ code: 'answer', cursor_pos: 3, detail_level: 0 })
  expect(JSON.stringify(inspected.content)).toContain('const answer: number')
  expect((await kernel.requestIsComplete({ code: 'if (true) {' })).content.status).toBe('incomplete')
  const asked = { hist_access_type: 'tail', n: 1, output: false, raw: true } as const
  const { content } = await kernel.requestHistory(asked)
  expect(content).toMatchObject({ status: 'ok', history: [[expect.any(Number), 2, 'const n: number = "a"']] })
})

test('prompt() asks the front end', async () => {
  const answer = (asking: Kernel.IKernelConnection) =>
    asking.sendInputReply({ value: 'Ada', status: 'ok' }, { msg_id: '', msg_type: 'input_request' } as never)
  const { shown } = await run('prompt("Who?").toUpperCase()', answer)
  expect(shown).toMatchObject([{ type: 'execute_result', content: { data: { 'text/plain': "'ADA'" } } }])
})

test('a comm goes both ways, with bytes', async () => {
  await run(`(globalThis as any)[Symbol.for('vethbook.comms')].accept('echo', (comm: any) =>
    comm.onMessage(({ data, buffers }: any) => comm.send({ data: { got: data, bytes: buffers[0].length }, buffers })))`)
  const comm = kernel.createComm('echo')
  const heard = new Promise<KernelMessage.ICommMsgMsg>((resolve) => (comm.onMsg = resolve))
  await comm.open({}).done
  await comm.send({ n: 1 }, {}, [new Uint8Array([1, 2, 3])]).done
  const { content, buffers = [] } = await heard
  expect(content.data).toEqual({ got: { n: 1 }, bytes: 3 })
  expect([...new Uint8Array((buffers[0] as DataView).buffer)].slice(-3)).toEqual([1, 2, 3])
})

test('what a timer shows after its cell arrives as that cell', async () => {
  const { shown } = await run("setTimeout(() => console.log('rang'), 50)")
  while (!shown.some(({ content }) => content['text'] === 'rang\n')) await run('0')
})

test('a stop and a restart', async () => {
  const future = kernel.requestExecute({ code: "console.log('begun'); for (;;) {}" })
  await new Promise<void>((resolve) => {
    future.onIOPub = ({ header }) => void (header.msg_type === 'stream' && resolve())
  })
  await kernel.interrupt()
  expect((await future.done).content).toMatchObject({ status: 'error', ename: 'Interrupted' })
  expect((await run('answer')).reply['status']).toBe('ok')
  await kernel.restart()
  expect((await run('answer')).reply).toMatchObject({ status: 'error', execution_count: 1 })
})
