import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Bash } from '../../../src/engine/agent/bash.js'
import { createSync } from '../../../src/engine/agent/sync.js'

describe('a question to the shell', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())

  const asked = (): { sync: ReturnType<typeof createSync>; tokens: number[] } => {
    const tokens: number[] = []
    const sync = createSync(() => ({ sync: (token: number) => tokens.push(token) }) as unknown as Bash)
    sync.ask()
    return { sync, tokens }
  }

  it('is pending until it is answered', () => {
    const { sync, tokens } = asked()
    expect(sync.isPending).toBe(true)
    sync.heard(tokens[0] as number)
    expect(sync.isPending).toBe(false)
    vi.advanceTimersByTime(1000)
    expect(tokens).toHaveLength(1)
  })

  it('that is asked again is answered only by the answer to the last', () => {
    const { sync, tokens } = asked()
    vi.advanceTimersByTime(250)
    expect(tokens.length).toBeGreaterThan(1)
    for (const token of tokens.slice(0, -1)) sync.heard(token)
    expect(sync.isPending).toBe(true)
    sync.heard(tokens.at(-1) as number)
    expect(sync.isPending).toBe(false)
  })
})
