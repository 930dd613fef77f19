import { readFileSync, readdirSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** Command lines of the processes whose environment holds `NAME=value`: those that a test started, and their children. */
export function processesWith(entry: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        if (!`\0${readFileSync(`/proc/${name}/environ`, 'latin1')}`.includes(`\0${entry}\0`)) return []
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
        return command === '' ? [] : [command]
      } catch {
        return [] // it ended while we looked, or is another user's
      }
    })
}

/** Asks again until `question` gives a value; undefined when the time is over. */
export async function eventually<T>(
  question: () => T | undefined,
  { withinMs }: { withinMs: number },
): Promise<T | undefined> {
  const end = performance.now() + withinMs
  for (;;) {
    const answer = question()
    if (answer !== undefined || performance.now() > end) return answer
    await sleep(20)
  }
}
