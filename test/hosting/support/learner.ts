import { KernelManager, ServerConnection, type Kernel, type KernelMessage } from '@jupyterlab/services'
import { once } from 'node:events'
import { request as createRequest, type IncomingMessage } from 'node:http'
import { text as readAll } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'

/** What a cell showed, as text, and what it failed with. */
export interface CellResult {
  text: string
  /** Null: it did not fail. */
  error: string | null
}

/** Someone in a class: a browser's cookies, a server of their own, and a kernel in it. */
export class Learner {
  private readonly cookies = new Map<string, string>()
  private manager: KernelManager | undefined
  private kernel: Kernel.IKernelConnection | undefined
  /** Whoever has it is this learner to the hub; empty before there is a kernel. */
  token = ''

  private constructor(
    private readonly hub: string,
    readonly name: string,
  ) {}

  static async login(hub: string, name: string, password: string): Promise<Learner> {
    const learner = new Learner(hub, name)
    await learner.ask('GET', '/hub/login')
    const form = new URLSearchParams({ username: name, password, _xsrf: learner.xsrf() })
    const answer = await learner.ask('POST', '/hub/login', form)
    if (answer.status !== 302) throw new Error(`${name} could not log in: ${answer.status} ${answer.text}`)
    // The one of before may still be about to end.
    while ((await learner.server())?.pending === 'stop') await sleep(100)
    await learner.api('POST', `/users/${name}/server`)
    return learner
  }

  /** @throws Error if the server does not start */
  async startKernel(): Promise<void> {
    for (;;) {
      const server = await this.server()
      if (server?.ready === true) break
      if (server === undefined) throw new Error(`the server of ${this.name} did not start`)
      await sleep(100)
    }
    const { token } = (await this.api('POST', `/users/${this.name}/tokens`, { note: 'a test' })) as { token: string }
    this.token = token
    const baseUrl = `${this.hub}/user/${this.name}/`
    const serverSettings = ServerConnection.makeSettings({
      ...{ baseUrl, wsUrl: baseUrl.replace('http', 'ws'), token, appendToken: false },
      WebSocket: withToken(token),
    })
    this.manager = new KernelManager({ serverSettings })
    this.kernel = await this.manager.startNew({ name: 'vethbook' })
  }

  /** Runs a cell in this learner's kernel. */
  async run(code: string): Promise<CellResult> {
    if (this.kernel === undefined) throw new Error(`${this.name} is not logged in`)
    const future = this.kernel.requestExecute({ code, allow_stdin: false })
    const shown: string[] = []
    let error: string | null = null
    future.onIOPub = (message: KernelMessage.IIOPubMessage) => {
      const content = message.content as Record<string, unknown>
      switch (message.header.msg_type) {
        case 'stream':
          shown.push(String(content['text']))
          break
        case 'execute_result':
        case 'display_data':
          shown.push(String((content['data'] as Record<string, unknown>)['text/plain']))
          break
        case 'error':
          error = `${String(content['ename'])}: ${String(content['evalue'])}`
      }
    }
    const { content } = await future.done
    return { text: shown.join('\n'), error: error ?? (content.status === 'ok' ? null : content.status) }
  }

  /** Runs cells one after another; those that failed, with what they said. */
  async runAll(cells: readonly string[]): Promise<string[]> {
    const failures: string[] = []
    for (const cell of cells) {
      const { error } = await this.run(cell)
      if (error !== null) failures.push(`${cell}\n${error}`)
    }
    return failures
  }

  /** The value of an expression, which is JSON. */
  async value<T>(expression: string): Promise<T> {
    const { text, error } = await this.run(`console.log('<' + JSON.stringify(${expression}) + '>')`)
    const json = /^<(.*)>$/ms.exec(text.trim())?.[1]
    if (error !== null || json === undefined) throw new Error(`${expression}: ${error ?? text}`)
    return JSON.parse(json) as T
  }

  /** Closes the page, so to say: the server goes on. */
  leave(): void {
    this.kernel?.dispose()
    this.manager?.dispose()
  }

  /** By the page's own way; the hub ends the server then. */
  async logout(): Promise<void> {
    this.leave()
    const { status } = await this.ask('GET', '/hub/logout')
    if (status !== 302) throw new Error(`${this.name} could not log out: ${status}`)
  }

  private async server(): Promise<{ ready: boolean; pending: string | null } | undefined> {
    const { servers } = (await this.api('GET', `/users/${this.name}`)) as {
      servers: Record<string, { ready: boolean; pending: string | null }>
    }
    return servers['']
  }

  private async api(method: string, path: string, body?: object): Promise<unknown> {
    const { status, text } = await this.ask(method, `/hub/api${path}`, body && JSON.stringify(body))
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`)
    return text === '' ? null : JSON.parse(text)
  }

  /** Not by `fetch`, which says that it is no browser's navigation: the hub gives cookies to those. */
  private async ask(method: string, path: string, body?: string | URLSearchParams): Promise<Answer> {
    const request = createRequest(this.hub + path, {
      method,
      headers: {
        cookie: [...this.cookies].map((pair) => pair.join('=')).join('; '),
        'content-type': body instanceof URLSearchParams ? 'application/x-www-form-urlencoded' : 'application/json',
        'x-xsrftoken': this.xsrf(),
      },
    })
    request.end(body?.toString())
    const [answer] = (await once(request, 'response')) as [IncomingMessage]
    for (const line of answer.headers['set-cookie'] ?? []) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      this.cookies.set(name, value)
    }
    return { status: answer.statusCode ?? 0, text: await readAll(answer) }
  }

  private xsrf(): string {
    return this.cookies.get('_xsrf') ?? ''
  }
}

/** WebSockets that say who they are in a header, as Node's can: the hub takes no token from an address. */
function withToken(token: string): typeof WebSocket {
  const Plain = ServerConnection.makeSettings().WebSocket as unknown as new (
    url: string,
    protocols: string[],
    options: object,
  ) => WebSocket
  return class extends Plain {
    constructor(url: string, protocols: string[] = []) {
      super(url, protocols, { headers: { authorization: `token ${token}` } })
    }
  } as unknown as typeof WebSocket
}

interface Answer {
  status: number
  text: string
}
