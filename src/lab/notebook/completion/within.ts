import { setTimeout } from 'node:timers/promises'

/** What a promise gives; undefined where it takes longer, and whatever comes of it then is dropped. */
export async function within<T>(milliseconds: number, promise: Promise<T>): Promise<T | undefined> {
  const isSettled = new AbortController()
  // An abort is how the waiting ends.
  const late = setTimeout(milliseconds, undefined, { signal: isSettled.signal }).catch(() => undefined)
  try {
    return await Promise.race([promise, late])
  } finally {
    isSettled.abort()
    // Nobody waits for it any more.
    promise.catch(() => undefined)
  }
}
