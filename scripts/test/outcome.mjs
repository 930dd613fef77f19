/**
 * What a suite, or one child of it, came to.
 * @typedef {{ passed: number, skipped: number, failures: { title: string, detail: string }[] }} Outcome
 */

/** @returns {Outcome} */
export function failure(title, detail) {
  return { passed: 0, skipped: 0, failures: [{ title, detail }] }
}

/** @param {Outcome[]} outcomes @returns {Outcome} */
export function add(...outcomes) {
  return {
    passed: outcomes.reduce((sum, { passed }) => sum + passed, 0),
    skipped: outcomes.reduce((sum, { skipped }) => sum + skipped, 0),
    failures: outcomes.flatMap(({ failures }) => failures),
  }
}
