/** What setup prints: one line a step that had something to do, with its time. */

export class SetupError extends Error {}

const start = performance.now()
let didSomething = false

/**
 * Runs one step that has something to do and prints its time. Several may run at once, so each line stands by itself.
 * @param {string} name what is being done, in words
 * @param {() => Promise<void>} work
 */
export async function step(name, work) {
  didSomething = true
  const began = performance.now()
  console.log(`  ${name} …`)
  await work()
  console.log(`  ${name}: done in ${((performance.now() - began) / 1000).toFixed(1)} s`)
}

/** The closing line of a setup. */
export function finished() {
  const time = `${((performance.now() - start) / 1000).toFixed(1)} s`
  console.log(didSomething ? `Setup: done in ${time}` : `Setup: nothing to do (${time})`)
}
