/** Something that a program does while a network is rebuilt, since no request of ours says it. */
export interface Step {
  node: string
  namespace: string
  /** `ip`, `bridge` and `tc` are told by a line (their option -batch), the others by a text on their stdin. */
  program: 'ip' | 'ip -6' | 'bridge' | 'tc' | 'nft' | 'ipset' | RestoreProgram
  text: string
  /** What it makes, for messages: `the queue of veth1`. */
  about: string
  /** That it is refused is no fault: it takes away what may be gone by itself. */
  isOptional?: true
}

export type RestoreProgram =
  'iptables-restore' | 'ip6tables-restore' | 'iptables-legacy-restore' | 'ip6tables-legacy-restore'

/** A step without its place. */
export type LocalStep = Omit<Step, 'node' | 'namespace'>

export const step = (program: Step['program'], about: string, ...words: (string | number)[]): LocalStep => ({
  program,
  about,
  text: words.join(' '),
})
