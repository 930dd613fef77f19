/**
 * V8's options for the evaluator's heap: it would otherwise double before it is tidied up. A snapshot can only be started
 * with the options that it was made with.
 */
export const heapOptions = ['--max-semi-space-size=4', '--heap-growing-percent=20']
