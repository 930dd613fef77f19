import { mime, type MimeBundle } from '../../display/index.js'
import type { Explanation, Hop } from '../../network/index.js'

/** An explanation as a few sentences and the list of hops, predicted and observed side by side. */
export function explanationText(explanation: Explanation): MimeBundle {
  return { [mime.text]: words(explanation) }
}

function words({ reachable, cause, at, evidence, remedy, hops, further, probe, disagreement }: Explanation): string {
  const what = probe.protocol === 'icmp' ? 'a ping' : `${probe.protocol} to port ${probe.port ?? ''}`
  const lines = [
    ...(disagreement === null ? [] : [`The two witnesses disagree: ${disagreement}.`]),
    `${probe.from} → ${probe.to}, ${what}: ${reachable ? 'arrives' : 'does not arrive'}${cause === 'ok' ? '' : `. ${cause} at ${placeWords(at)}`}.`,
    ...evidence.map((each) => `  ${each}.`),
    ...remedy
      .slice(0, 1)
      .flatMap(({ command, why, proof }) => [
        `What would mend it${proof === undefined ? '' : ` (${proof})`}:`,
        ...command.split('\n').map((line) => `    ${line}`),
        `  since ${why}.`,
      ]),
    ...(hops.length === 0 ? [] : ['Hop by hop:', ...hops.map(hopWords)]),
    ...(further.length === 0
      ? []
      : [`Also to be seen: ${further.map((each) => `${each.cause} at ${placeWords(each.at)}`).join('; ')}.`]),
  ]
  return lines.join('\n')
}

function hopWords(hop: Hop): string {
  const sign = { true: 'passes', false: 'stops', null: 'unknown' }
  const way = [hop.in, hop.out].map((link) => link ?? '·').join(' → ')
  const side = hop.direction === 'forward' ? 'there' : 'back'
  return `  ${side} ${hop.namespace} (${way}): predicted ${sign[`${hop.predicted.passes}`]} (${hop.predicted.says}); observed ${sign[`${hop.observed.passes}`]} (${hop.observed.says})`
}

/** `veth1 in ns1`. */
export function placeWords({ namespace, link }: Explanation['at']): string {
  return link === undefined ? namespace : `${link} in ${namespace}`
}
