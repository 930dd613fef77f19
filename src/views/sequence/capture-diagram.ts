import type { MimeBundle } from '../../display/index.js'
import type { Capture, Probe } from '../../network/index.js'
import { counted } from '../numbers.js'
import { sequenceDiagram } from './sequence-diagram.js'
import { endWords, innermost, isEnded } from './sequence-words.js'

/** What was captured while something ran. */
export function captureDiagram(capture: Capture): MimeBundle {
  return sequenceDiagram(capture.sequence, { notes: missing(capture) })
}

export interface TraceWords {
  probe: Probe
  arrived: boolean
  /** Packets that are not told. */
  others: number
}

/** A probe on its way. */
export function traceDiagram(capture: Capture, { probe, arrived, others }: TraceWords): MimeBundle {
  const notes = [
    ...missing(capture),
    ...(others === 0 ? [] : [`${counted(others, 'other packet')} seen: { everywhere: true } tells all`]),
    ...(arrived ? [] : [`Why: await lab.explain(${explainWords(probe)})`]),
  ]
  return sequenceDiagram(capture.sequence, { title: traceTitle(capture, probe, arrived), notes })
}

function traceTitle(
  { sequence: { frames } }: Capture,
  { from, to, protocol, output }: Probe,
  arrived: boolean,
): string {
  if (arrived && protocol === 'udp')
    return `The datagram from ${from} came to ${to}: ${counted(frames.length, 'frame')}`
  if (arrived) return `${to} answered ${from}: ${counted(frames.length, 'frame')}`
  if (frames.length === 0) {
    const said = output.split('\n').findLast((line) => line.trim() !== '') ?? ''
    return `No frame left ${from}${said === '' ? '' : `: ${said.replace(/\.$/, '')}`}`
  }
  const refusal = frames.find((frame) => /^TCP RST|unreachable|exceeded|prohibited|filtered/.test(innermost(frame)))
  if (refusal !== undefined) return `${to} was not reached from ${from}: ${innermost(refusal)} from ${refusal.from}`
  const last = frames.findLast(isEnded)
  const end = last === undefined ? '' : `; ${innermost(last)} went ${endWords(last)}`
  return `${to} did not answer ${from}${end}`
}

function explainWords({ from, to, protocol, port }: Probe): string {
  const ends = `'${from}', '${to}'`
  return protocol === 'icmp' ? ends : `${ends}, { protocol: '${protocol}', port: ${port ?? 0} }`
}

function missing({ dropped, cut }: Capture): string[] {
  return [
    ...(dropped === 0 ? [] : [`The kernel had no room for ${counted(dropped, 'more frame')}: these are missing here`]),
    ...(cut === 0 ? [] : [`The capture was full: ${counted(cut, 'more frame')} came after it`]),
  ]
}
