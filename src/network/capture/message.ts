import { fieldOf, type FrameLayer } from '../frame/layer.js'

/** What a frame asks or answers, where it does; the innermost header says so. */
export type Message =
  /** Who has the address? ARP, or a neighbour solicitation that is no test for duplicates. */
  | { kind: 'who-has'; protocol: 'ARP' | 'ND'; target: string }
  | { kind: 'is-at'; target: string }
  | { kind: 'echo-request' | 'echo-reply'; key: string }
  | { kind: 'connect' | 'segment'; ports: [from: number, to: number] }
  /** An ICMP error about a packet to that address. */
  | { kind: 'error'; words: string; about: string }
  | { kind: 'datagram' }
  /** Not sent to be delivered or answered: multicast of routers and bridges, announcements. */
  | { kind: 'other' }

export function messageOf(layers: readonly FrameLayer[]): Message {
  const own = layers.filter(({ isQuoted, name }) => isQuoted !== true && name !== 'data' && name !== 'padding')
  const last = own.at(-1)
  const number = (name: string): number => Number(fieldOf(last, name))
  const word = (name: string): string => String(fieldOf(last, name))
  const head = own.findLast(({ name }) => name === 'IPv4' || name === 'IPv6')
  const quoted = layers.find(({ isQuoted }) => isQuoted === true)
  if (last === undefined) return { kind: 'other' }
  if (last.name === 'ARP') return arpMessage(last)
  if (last.name === 'ICMPv6' && number('type') === 135) {
    const isTest = fieldOf(head, 'source') === '::'
    return isTest ? { kind: 'other' } : { kind: 'who-has', protocol: 'ND', target: word('target') }
  }
  if (last.name === 'ICMPv6' && number('type') === 136) return { kind: 'is-at', target: word('target') }
  if (quoted !== undefined) {
    return { kind: 'error', words: `${last.name} ${last.summary}`, about: String(fieldOf(quoted, 'destination')) }
  }
  if (head === undefined || isGroup(String(fieldOf(head, 'destination')))) return { kind: 'other' }
  if (last.name === 'ICMP' || last.name === 'ICMPv6') {
    const key = `${word('identifier')} ${word('sequence number')}`
    if (last.summary.startsWith('echo request')) return { kind: 'echo-request', key }
    if (last.summary.startsWith('echo reply')) return { kind: 'echo-reply', key }
  }
  if (last.name === 'TCP') {
    const isFirst = (number('flags') & 0x12) === 2
    return { kind: isFirst ? 'connect' : 'segment', ports: [number('source port'), number('destination port')] }
  }
  return { kind: 'datagram' }
}

function arpMessage(arp: FrameLayer): Message {
  const [sender, target] = [String(fieldOf(arp, 'sender IP')), String(fieldOf(arp, 'target IP'))]
  if (fieldOf(arp, 'operation') === 2) return { kind: 'is-at', target: sender }
  const isAsked = fieldOf(arp, 'operation') === 1 && sender !== target && sender !== '0.0.0.0'
  return isAsked ? { kind: 'who-has', protocol: 'ARP', target } : { kind: 'other' }
}

/** Multicast and broadcast; a subnet's own broadcast address is nobody's, too. */
export function isGroup(address: string): boolean {
  return address.startsWith('ff') || address === '255.255.255.255' || /^2(2[4-9]|3\d)\./.test(address)
}

/** Whether one message is the answer to another. */
export function answers(answer: Message, question: Message): boolean {
  if (question.kind === 'who-has') return answer.kind === 'is-at' && answer.target === question.target
  if (question.kind === 'echo-request') return answer.kind === 'echo-reply' && answer.key === question.key
  if (question.kind !== 'connect' || !(answer.kind === 'connect' || answer.kind === 'segment')) return false
  return answer.ports[0] === question.ports[1] && answer.ports[1] === question.ports[0]
}
