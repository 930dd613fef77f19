/** What setup prints: one line a step that had something to do, with its time. */

export class SetupError extends Error {}

const start = performance.now()
let didSomething = false

/**
 * Runs one step that has something to do and prints its time.
 * @param {string} name what is being done, in words
 * @param {() => void | Promise<void>} work
 */
export async function step(name, work) {
  didSomething = true
  const began = performance.now()
  process.stdout.write(process.stdout.isTTY ? `  ${name} …` : `  ${name} …\n`)
  try {
    await work()
  } catch (error) {
    if (process.stdout.isTTY) process.stdout.write('\n')
    throw error
  }
  const time = `${((performance.now() - began) / 1000).toFixed(1)} s`
  process.stdout.write(process.stdout.isTTY ? ` ${time}\n` : `  ${name}: done in ${time}\n`)
}

/** The closing line of a setup. */
export function finished() {
  const time = `${((performance.now() - start) / 1000).toFixed(1)} s`
  console.log(didSomething ? `Setup: done in ${time}` : `Setup: nothing to do (${time})`)
}
