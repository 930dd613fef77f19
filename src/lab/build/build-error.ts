import { OperationError } from '../../engine/index.js'
import { describeOperation, placeOfOperation, type WantedNetwork } from '../../network/index.js'

/** A topology was refused half-way, or stopped; the network is as it was before, unless the message says otherwise. */
export class BuildError extends Error {
  override readonly name = 'BuildError'
  constructor(
    message: string,
    /** Where in the topology it stands; null where it was stopped. */
    readonly place: string | null,
    /** `'EEXIST'` …; null where it was stopped, or a program failed rather than the kernel. */
    readonly errno: string | null,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}

export function buildError(
  cause: unknown,
  wanted: WantedNetwork,
  remains: string,
  where: (place: string) => string,
): unknown {
  if (!(cause instanceof OperationError)) return cause
  const place = placeOfOperation(wanted, cause.operation)
  const request = describeOperation(cause.operation)
  const why = [cause.detail, cause.errno === null ? '' : `(${cause.errno})`].filter((word) => word !== '').join(' ')
  const words = cause.operation.do === 'load-nftables' ? ruleWords(why) : cause.detail === '' ? cause.message : why
  const from = place === null ? '' : `\n  asked for by ${where(place)}`
  return new BuildError(`The kernel refused \`${request}\`: ${words}${from}\n${remains}`, place, cause.errno, { cause })
}

/** nft(8) counts lines of what it was given, which begins with one of ours: those of the topology's text are meant. */
function ruleWords(detail: string): string {
  return detail.replaceAll(
    /\/dev\/stdin:(\d+):(\d+)(?:-\d+)?/g,
    (_, line, column) => `line ${Number(line) - 1}, column ${column}`,
  )
}
