import { Writable } from 'node:stream'
import type { Outlet } from './outlet.js'

type Done = (error?: Error | null) => void

/**
 * Makes `process.stdout`, `process.stderr` and with them `console` write through the outlet. The original streams are
 * never touched: opening them would make the descriptors non-blocking, for child processes too.
 */
export function captureStandardStreams(outlet: Outlet): void {
  for (const name of ['stdout', 'stderr'] as const) {
    const write = (chunk: string | Uint8Array, encoding: BufferEncoding = 'utf8'): void => {
      const isText = typeof chunk !== 'string' || encoding === 'utf8' || encoding === 'utf-8'
      outlet.text(name, isText ? chunk : Buffer.from(chunk, encoding))
    }
    const stream = new Writable({
      decodeStrings: false,
      write(chunk: string | Uint8Array, encoding, done) {
        write(chunk, encoding)
        done()
      },
    })
    Object.assign(stream, {
      // Past Node's own bookkeeping: a stop in the middle of it would leave the stream waiting for ever.
      write(chunk: string | Uint8Array, encoding?: BufferEncoding | Done, done?: Done): boolean {
        write(chunk, typeof encoding === 'string' ? encoding : undefined)
        const callback = typeof encoding === 'function' ? encoding : done
        if (callback) process.nextTick(callback)
        return true
      },
      // What child_process looks for when a stream is passed on as a child's stdio.
      fd: name === 'stdout' ? 1 : 2,
      isTTY: false,
    })
    Object.defineProperty(process, name, { value: stream, configurable: true, enumerable: true, writable: true })
  }
}
