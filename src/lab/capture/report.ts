import type { Displayable, MimeBundle } from '../../display/index.js'
import type { Capture } from '../../network/index.js'
import type { Developed } from '../../tools/index.js'
import { showable } from '../shown.js'

/**
 * Frames that were captured: plain data (`frames`, each taken apart by layer in `frames[i].layers`, and `sequence`), shown
 * as a sequence diagram.
 */
export interface CaptureReport extends Capture, Displayable {
  /** The frames as a pcapng file that Wireshark opens, with the names of the links: `writeFileSync('lab.pcapng', capture.pcap)`. */
  readonly pcap: Uint8Array
}

/** `extra` are more of its data; `pcap` is no part of what JSON sees. */
export function captureReport<Extra extends object>(
  { toPcap, ...capture }: Developed,
  extra: Extra,
  bundle: () => MimeBundle,
): CaptureReport & Extra {
  const report = showable({ ...capture, ...extra }, { wasShown: true, bundle })
  let file: Uint8Array | undefined
  return Object.defineProperty(report, 'pcap', { get: () => (file ??= toPcap()) }) as typeof report & CaptureReport
}
