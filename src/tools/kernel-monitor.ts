import type { ExecResult, NetworkListener, NetworkWatch, Node } from '../engine/index.js'
import { parseNotice, type Notice } from '../network/index.js'
import { LineSplitter } from './lines.js'
import { monitorScript } from './monitor-script.js'
import { toolPath } from './tool-path.js'

/** A flag of lo without any effect, set and taken back: the kernel tells it, so a monitor that hears it is listening. */
const marks = {
  start: { flag: 'DYNAMIC', batch: 'link set lo dynamic on\nlink set lo dynamic off\n' },
  end: { flag: 'NOTRAILERS', batch: 'link set lo trailers off\nlink set lo trailers on\n' },
}

const patienceMs = 5000

/** The kernel's own notices of a node by `ip monitor`, where no process of ours speaks netlink: it listens when `start` resolves. */
export class KernelMonitor implements NetworkWatch {
  private readonly stopping = new AbortController()
  /** A node that dies ends the monitor with an error, which is thrown where somebody waits. */
  private readonly ended: Promise<ExecResult | Error>
  private readonly heard = new Set<string>()
  private wake: () => void = () => undefined

  private constructor(
    private readonly node: Node,
    private readonly listener: NetworkListener,
  ) {
    const lines = {
      stdout: new LineSplitter((line) => this.line(line)),
      stderr: new LineSplitter((line) => {
        if (line.includes('No buffer space')) listener.overrun()
      }),
    }
    const options = {
      signal: this.stopping.signal,
      onOutput: (stream: 'stdout' | 'stderr', text: string) => lines[stream].push(text),
    }
    this.ended = node
      .spawn(['bash', '-c', monitorScript, 'vethbook-monitor'], options)
      .catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))))
  }

  /** @throws Error where no monitor can be started. */
  static async start(node: Node, listener: NetworkListener): Promise<KernelMonitor> {
    const monitor = new KernelMonitor(node, listener)
    if (await monitor.hears('start')) return monitor
    await monitor.stop()
    throw new Error('ip monitor tells nothing of the loopback interface')
  }

  /** Resolves when every notice of what has happened so far has been told, or is known to be lost. */
  async drain(): Promise<void> {
    if (!(await this.hears('end'))) this.listener.overrun()
  }

  async stop(): Promise<void> {
    this.stopping.abort()
    const result = await this.ended
    if (!(result instanceof Error) && result.isTruncated) this.listener.overrun()
  }

  /** Sends marks until one is heard: the first ones may come before the monitor is up, or be lost in a flood. */
  private async hears(mark: keyof typeof marks): Promise<boolean> {
    const { flag, batch } = marks[mark]
    this.heard.delete(flag)
    const deadline = performance.now() + patienceMs
    while (!this.heard.has(flag)) {
      await this.node.spawn(['env', `PATH=${toolPath}`, 'ip', '-batch', '-'], { input: batch })
      const ended = await Promise.race([this.ended, this.next(40)])
      if (ended instanceof Error) throw ended
      if (ended !== undefined) throw new Error(`ip monitor ended: ${ended.stderr.trim() || 'no reason given'}`)
      if (performance.now() > deadline) return false
    }
    return true
  }

  /** Resolves at the next mark, or after so many milliseconds. */
  private async next(ms: number): Promise<undefined> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
    return undefined
  }

  private line(line: string): void {
    if (line.startsWith('@@ new ')) return this.listener.newNamespace(line.slice('@@ new '.length))
    const notice = line.startsWith('@@ nsid') ? numberNotice(line) : parseNotice(line)
    if (notice === null) return
    const flag = markOf(notice)
    if (flag === undefined) return this.listener.notice(notice)
    this.heard.add(flag)
    this.wake()
  }
}

/** A line of `ip netns list-id`, read as a monitor's. */
function numberNotice(line: string): Notice | null {
  const notice = parseNotice(`[1970-01-01T00:00:00.0] [NSID]${line.slice('@@ '.length)}`)
  return notice === null ? null : { ...notice, atMs: Date.now() }
}

function markOf(notice: Notice): string | undefined {
  if (notice.kind !== 'link' || notice.namespaceId !== null || notice.linkKind !== 'loopback') return undefined
  return Object.values(marks).find(({ flag }) => notice.flags.includes(flag))?.flag
}
