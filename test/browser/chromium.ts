import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type BrowserContext, type Page } from 'playwright-core'

const flags = [
  '--no-sandbox', // as root Chromium refuses to start otherwise
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** The installed Chromium with a new profile, and a note of everything that should not happen in it. */
export class Browser {
  /** Errors of pages and in their consoles, and requests to other hosts than the server. */
  readonly troubles: string[] = []
  readonly #context: BrowserContext
  readonly #profile: string

  private constructor(context: BrowserContext, profile: string) {
    this.#context = context
    this.#profile = profile
  }

  static async launch(): Promise<Browser> {
    const profile = mkdtempSync(join(tmpdir(), 'vethbook-chromium-'))
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: '/usr/bin/chromium',
      args: flags,
      viewport: { width: 1280, height: 900 },
    })
    return new Browser(context, profile)
  }

  async open(url: string): Promise<Page> {
    const page = await this.#context.newPage()
    page.on('pageerror', (error) => this.troubles.push(`error: ${error.message}`))
    page.on('console', (message) => {
      if (message.type() === 'error') this.troubles.push(`console: ${message.text()} (${message.location().url})`)
    })
    const { origin } = new URL(url)
    page.on('request', (request) => {
      const wanted = new URL(request.url())
      if (wanted.protocol.startsWith('http') && wanted.origin !== origin) this.troubles.push(`request: ${wanted.href}`)
    })
    await page.goto(url)
    return page
  }

  async close(): Promise<void> {
    await this.#context.close()
    rmSync(this.#profile, { recursive: true, force: true })
  }
}
