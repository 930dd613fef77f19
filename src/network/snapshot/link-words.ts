/** Settings of links that are told by `ip link set … type KIND`, with what the kernel gives a link that is born. */
type Settings = Readonly<Record<string, string | number | boolean | undefined>>

/**
 * A bridge's: net/bridge/br_device.c, named as iproute2's ip/iplink_bridge.c prints and takes them; times in hundredths of a
 * second. What a state tells (STP, VLAN filtering, ageing) a bridge is made with; STP where it is to start with its ports.
 */
export const bornBridge: Settings = {
  ...{ forward_delay: 1500, hello_time: 200, max_age: 2000, stp_state: 0, priority: 32768, group_fwd_mask: '0' },
  ...{ mcast_snooping: 1, mcast_router: 1, mcast_querier: 0, mcast_query_use_ifaddr: 0 },
  ...{ nf_call_iptables: 0, nf_call_ip6tables: 0, nf_call_arptables: 0, no_linklocal_learn: 0 },
  ...{ vlan_default_pvid: 1, vlan_protocol: '802.1Q', mcast_igmp_version: 2, mcast_mld_version: 1 },
}

/** A port's: net/bridge/br_if.c. Its state is the bridge's own business, and what a state tells it is made with. */
export const bornPort: Settings = {
  ...{ priority: 32, hairpin: false, root_block: false, fastleave: false, proxy_arp: false, proxy_arp_wifi: false },
  ...{ mcast_flood: true, bcast_flood: true, mcast_to_unicast: false, neigh_suppress: false, group_fwd_mask: '0' },
  ...{ vlan_tunnel: false, locked: false },
}

/** A VXLAN's: drivers/net/vxlan. */
export const bornVxlan: Settings = { ttl: 0, tos: 0, ageing: 300 }

/** The words that make settings into others; none where they are the same. What a kernel does not tell it does not have. */
export function settingWords(
  now: Readonly<Record<string, unknown>>,
  wanted: Readonly<Record<string, unknown>>,
  born: Settings,
): string[] {
  return Object.keys(born).flatMap((key) => {
    const value = wanted[key] as Settings[string]
    if (value === undefined || value === (now[key] ?? born[key])) return []
    if (key === 'group_fwd_mask') return [key, `0x${String(value)}`]
    return [key, typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value)]
  })
}
