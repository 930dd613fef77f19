import type { LabTimeline } from '../../network/index.js'
import { counted, formatCount, formatSeconds } from '../numbers.js'

export function labTimelineTitle({ fromMs, toMs, commands, pings, links }: LabTimeline): string {
  const points = pings.flatMap((ping) => ping.points)
  const lost = points.filter(({ rttMs }) => rttMs === null).length
  const parts = [
    counted(commands.length, 'command'),
    ...(links.length > 0 ? [`${counted(links.length, 'link')} that changed`] : []),
    ...(points.length > 0
      ? [`${counted(points.length, 'ping')}, ${lost === 0 ? 'none' : formatCount(lost)} lost`]
      : []),
  ]
  return `${formatSeconds(toMs - fromMs)} of the lab: ${parts.join('; ')}`
}

/** What happened, a line each, in the order of time. */
export function labTimelineText(timeline: LabTimeline): string {
  const { fromMs, commands, links, neighbours, pings } = timeline
  const lines = [
    ...commands.map(({ cell, fromMs: atMs, command, exitCode }) => {
      return {
        atMs,
        words: `${cellWords(cell)}${firstLine(command)}${exitCode === 0 || exitCode === null ? '' : ` (exit code ${exitCode})`}`,
      }
    }),
    ...links.flatMap(({ namespace, link, spans }) =>
      spans.map(({ fromMs: atMs, state }) => ({ atMs, words: `${link} in ${namespace}: ${state}` })),
    ),
    ...neighbours.flatMap(({ points, ...entry }) =>
      points.map((point) => ({ atMs: point.atMs, words: neighbourWords(entry, point) })),
    ),
    ...pings.map(({ from, to, points }) => {
      const lost = points.filter(({ rttMs }) => rttMs === null).length
      return {
        atMs: points[0]?.atMs ?? fromMs,
        words: `${counted(points.length, 'ping')} ${from} → ${to}, ${lost} lost`,
      }
    }),
  ].sort((one, other) => one.atMs - other.atMs)
  return [
    `${labTimelineTitle(timeline)}.`,
    ...lines.map(({ atMs, words }) => `${formatSeconds(atMs - fromMs).padStart(9)}  ${words}`),
  ].join('\n')
}

/** `10.0.0.2 on veth1 in ns1: resolved, 02:00:00:00:00:02`. */
export function neighbourWords(
  { namespace, link, address }: Pick<LabTimeline['neighbours'][number], 'namespace' | 'link' | 'address'>,
  { resolution, mac }: LabTimeline['neighbours'][number]['points'][number],
): string {
  return `${address} on ${link} in ${namespace}: ${resolution}${resolution === 'resolved' ? `, ${mac}` : ''}`
}

/** As Jupyter marks a cell: `[3] `. */
export function cellWords(cell: number | null): string {
  return cell === null ? '' : `[${cell}] `
}

/** Of a script the first line stands for it. */
export function firstLine(command: string): string {
  const [first = '', ...rest] = command.split('\n').filter((line) => line.trim() !== '')
  return rest.length === 0 ? first : `${first} … (and ${rest.length} more)`
}
