import { expect } from 'vitest'
import type { Lab } from '../../src/lab/index.js'

/** Text of everything that decides, as the tools print it, without what differs by chance. */
const look = String.raw`
for ns in root $(ls /run/netns); do
  [ $ns = root ] && in= || in="ip netns exec $ns"
  echo "== $ns"
  $in ip -br link | sed "s/@[^ ]*//"
  $in ip -br addr | sed "s/@[^ ]*//"
  $in ip -6 addr show tentative
  $in ip route show table all | grep -v "^multicast\|^anycast" | sort
  $in ip rule; $in ip -6 rule
  $in ip neigh show nud permanent; $in ip neigh show proxy
  $in bridge fdb show 2>/dev/null | grep -v "33:33\|01:00:5e" | grep "static\|dst\|permanent" | sort
  $in bridge -d link show | sed "s/@[^ ]*//"
  $in tc qdisc show | sed "s/refcnt [0-9]*//; s/direct_packets_stat [0-9]*//" | sort
  for dev in e1 e135 e999; do $in tc class show dev $dev 2>/dev/null; done
  $in nft -s list ruleset 2>/dev/null | sort
  $in iptables-legacy-save 2>/dev/null | grep -v "^[#:]"
  $in sysctl -a 2>/dev/null | grep "rp_filter\|forward\|icmp\|ttl\|arp_\|disable_ipv6\|accept_dad\|nf-call"
done
true
`

/** Of the lab's own machine, and of each further node. */
export async function seen(lab: Lab): Promise<string> {
  const nodes = [...new Set((await lab.state()).namespaces.map(({ node }) => node))].filter((node) => node !== 'host')
  const looks = [lab, ...(await lab.nodes(nodes))].map(async ({ sh }) => {
    const { stdout } = await sh({ quiet: true, fails: 'maybe' })`sh -c ${look}`
    return stdout
  })
  return (await Promise.all(looks)).map((text, index) => `=== ${nodes[index - 1] ?? 'host'}\n${text}`).join('')
}

/** Builds a network, by shell lines or otherwise, takes a snapshot that goes through JSON, restores it and looks at it. */
export async function restoredAlike(lab: Lab, build: string | (() => Promise<void>)): Promise<void> {
  if (typeof build === 'string') await lab.sh({ quiet: true })`sh -c ${build}`
  else await build()
  // Carriers come, and addresses are tested, some time after a link is up.
  await expect.poll(() => seen(lab)).not.toMatch(/NO-CARRIER|tentative/)
  const before = await seen(lab)
  const snapshot = JSON.parse(JSON.stringify(await lab.snapshot())) as Awaited<ReturnType<Lab['snapshot']>>
  const { missing } = await lab.restore(snapshot)
  expect(missing).toEqual([])
  await expect.poll(() => seen(lab)).toBe(before)
}
