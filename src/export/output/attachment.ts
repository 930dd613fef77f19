import { pictureAddress } from './clean/address.js'
import { bundleText } from './bundle.js'

/**
 * `attachment:name.png` → the picture that the cell holds under that name, as a data URI; undefined where there is none.
 *
 * Format: nbformat 4.1, "Cell attachments": file name → MIME bundle, the name written in the Markdown as an address.
 */
export function attachmentAddress(attachments: unknown, source: string): string | undefined {
  const [, written] = /^attachment:(.+)$/s.exec(source) ?? []
  if (written === undefined || typeof attachments !== 'object' || attachments === null) return undefined
  const name = [written, decodeName(written)].find((each) => Object.hasOwn(attachments, each))
  const bundle = name === undefined ? undefined : (attachments as Record<string, unknown>)[name]
  if (typeof bundle !== 'object' || bundle === null) return undefined
  for (const data of Object.values(bundle)) {
    const address = pictureAddress(bundleText(data))
    if (address !== undefined) return address
  }
  return undefined
}

function decodeName(written: string): string {
  try {
    return decodeURIComponent(written)
  } catch {
    // A name with a lone percent sign was never encoded.
    return written
  }
}
