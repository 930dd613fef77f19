/** What a command says and exits with when it cannot do what it was asked. */
export class CliError extends Error {
  override readonly name = 'CliError'
  constructor(
    message: string,
    /** 1: what was asked for failed; 2: the command line was wrong. */
    readonly exitCode: 1 | 2,
  ) {
    super(message)
  }
}
