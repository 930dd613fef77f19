/** What a network tool printed cannot be understood: the one error that the parsers of this room throw. */
export class UnreadableOutputError extends Error {
  override readonly name = 'UnreadableOutputError'
  constructor(
    /** The command whose output it is, as a shell would need it. */
    readonly command: string,
    /** What is wrong with the output, and where. */
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`cannot read the output of "${command}": ${reason}`, options)
  }
}
