/** A broken network: shell lines that build it, shell lines that break it, and what is right to say of it. */
export interface FaultCase {
  base: string
  /** Plain lines of ip, sysctl, nft, iptables. */
  fault: string
  /** The node whose shell the fault is typed in; the lab's own machine where there is none. */
  node?: string
  from: string
  to: string
  options?: { protocol?: 'icmp' | 'tcp' | 'udp'; port?: number; size?: number }
  /** Any of these is right. */
  causes: readonly string[]
  /** `ns1`, or `ns1.veth1`, `node1.eth0`, `node1/ns1.veth1`; several where several are right. */
  at: readonly string[]
  /** No remedy can be known. */
  isHopeless?: true
}
