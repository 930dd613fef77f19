/** V8's options for the evaluator's heap. A snapshot can only be started with the options that it was made with. */
export const heapOptions = [
  // It would otherwise double before it is tidied up.
  '--max-semi-space-size=4',
  '--heap-growing-percent=20',
  // Names and tables stay hashed as they were when the snapshot was made, by a random seed; that of each process would be
  // safer against chosen keys, which nobody but the notebook's own code gives, and takes a tenth of the start.
  '--no-rehash-snapshot',
]
