import { mime, type MimeBundle } from '../../display/index.js'
import { FIRST_NODE, fullName, type Explanation, type Hop } from '../../network/index.js'

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
      .flatMap(({ node, command, why, proof }) => [
        `What would mend it${node === FIRST_NODE ? '' : `, in the shell of ${node} (%%sh --node ${node})`}${proof === undefined ? '' : ` (${proof})`}:`,
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
  return `  ${side} ${spaceWords(hop)} (${way}): predicted ${sign[`${hop.predicted.passes}`]} (${hop.predicted.says}); observed ${sign[`${hop.observed.passes}`]} (${hop.observed.says})`
}

/** `veth1 in ns1`, `eth0 in node1`. */
export function placeWords({ link, ...space }: Explanation['at']): string {
  return link === undefined ? spaceWords(space) : `${link} in ${spaceWords(space)}`
}

/** `root`, `ns1`, `node1`, `node1/ns1`. */
function spaceWords({ node = FIRST_NODE, namespace }: Pick<Explanation['at'], 'node' | 'namespace'>): string {
  return fullName({ node, name: namespace }).replace(/\/root$/, '')
}
