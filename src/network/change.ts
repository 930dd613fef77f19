/**
 * What a command changed: the difference of two NetworkStates, as data and (see describe.ts) in words.
 * Namespaces have their full names: `ns1`, and of a node other than the lab's own machine `node1/ns1` or `node1/root`.
 * `isMinor` marks what the kernel does by itself, or what follows from another change (link-local addresses, learnt
 * neighbours, routes of the table `local` …): it is in the data, and lists for people leave it out.
 */
export type Change = ChangeBody & { isMinor?: true }

export type ChangeBody =
  | { kind: 'namespace-added' | 'namespace-removed'; namespace: string }
  | {
      kind: 'link-added' | 'link-removed'
      namespace: string
      link: string
      linkKind: string
      peer?: { namespace: string; link: string }
    }
  | { kind: 'link-moved'; link: string; from: string; to: string; lostAddresses: string[]; newName?: string }
  | { kind: 'link-renamed'; namespace: string; link: string; newName: string }
  | { kind: 'link-state'; namespace: string; link: string; from: LinkStateName; to: LinkStateName }
  | { kind: 'link-setting'; namespace: string; link: string; setting: string; from: string; to: string }
  | { kind: 'master-changed'; namespace: string; link: string; from: string | null; to: string | null }
  | { kind: 'address-added'; namespace: string; link: string; address: string }
  | { kind: 'address-removed'; namespace: string; link: string; address: string; because?: 'link-down' }
  | { kind: 'route-added'; namespace: string; route: string; table: string }
  | { kind: 'route-removed'; namespace: string; route: string; table: string; because?: LossReason }
  | { kind: 'rule-added' | 'rule-removed'; namespace: string; rule: string }
  | {
      kind: 'neighbour-added' | 'neighbour-removed' | 'neighbour-changed'
      namespace: string
      link: string
      address: string
      mac: string | null
      state: string
    }
  | { kind: 'fdb-added' | 'fdb-removed'; namespace: string; link: string; mac: string }

/** Why the kernel took it away, where somebody did something else: the link went (or moved), is down, or has no such address. */
export type LossReason = 'link-gone' | 'link-down' | 'address-gone'

/** The five states of a link, the first that holds (design): see link-state.ts. */
export type LinkStateName = 'absent' | 'admin down' | 'lower layer down' | 'no carrier' | 'up'
