/** The owner's side of a capture. */
import type { AgentClient } from '../agent-client.js'
import type { CaptureCounts } from '../agent/protocol.js'
import type { CapturedFrames, CaptureRequest, FrameCapture, RawFrame } from '../contract.js'
import { readRecords } from './record.js'

export function startCapture(agent: AgentClient, { spaces, limitBytes }: CaptureRequest): Promise<FrameCapture> {
  const names = spaces.map(({ namespace }) => namespace)
  const frames: RawFrame[] = []
  return new Promise((resolve, reject) => {
    let call = 0
    let stopped: Promise<CapturedFrames> | undefined
    const onChunk = (chunk: Uint8Array): void => {
      for (const frame of readRecords(chunk, names)) frames.push(frame)
      if (chunk.length > 0) return
      resolve({
        get count() {
          return frames.length
        },
        stop: () => (stopped ??= stop()),
      })
    }
    const request = { kind: 'captureFrames' as const, body: { spaces, limitBytes } }
    const ended = agent.call<CaptureCounts>(request, { onChunk, onId: (id) => (call = id) })
    const stop = async (): Promise<CapturedFrames> => {
      agent.tell('kill', call)
      const { body } = await ended
      // Rings are read one after another.
      frames.sort((one, other) => (one.timeNs < other.timeNs ? -1 : one.timeNs > other.timeNs ? 1 : 0))
      return { frames, ...body }
    }
    // After the first chunk it is told by `stop`.
    ended.catch(reject)
  })
}
