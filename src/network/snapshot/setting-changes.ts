import { fullName } from '../full-names.js'
import { findNamespace } from '../relations.js'
import type { NamespaceSnapshot, NetworkSnapshot } from '../snapshot.js'
import { namespaceWords } from '../words.js'
import { firewallLines } from './firewall-steps.js'
import { linkSteps } from './link-steps.js'
import { queueSteps } from './queue-steps.js'
import { planSysctls } from './sysctls.js'
import { vlanSteps } from './vlan-steps.js'

/**
 * What became of settings that a state does not tell, a sentence each: sysctls, firewalls, queues, nexthop objects, settings of
 * links. Of namespaces that are in both snapshots.
 */
export function settingChanges(before: NetworkSnapshot, after: NetworkSnapshot): string[] {
  return after.spaces.flatMap((space) => {
    const former = before.spaces.find(({ node, name }) => node === space.node && name === space.name)
    const place = namespaceWords(fullName(space))
    return former === undefined
      ? []
      : [
          ...sysctlWords(former, space, place),
          ...linkWords(former, space, after, place),
          ...nexthopWords(former, space, place),
          ...ruleWords(former, space, place),
        ]
  })
}

function sysctlWords(former: NamespaceSnapshot, now: NamespaceSnapshot, place: string): string[] {
  return planSysctls(former.sysctls, now, isNewIn(former)).map(([path, value]) => {
    const was = former.sysctls[path]
    return `${keyOf(path)} in ${place} is now ${value}${was === undefined ? '' : ` (it was ${was})`}`
  })
}

function linkWords(
  former: NamespaceSnapshot,
  now: NamespaceSnapshot,
  { state }: NetworkSnapshot,
  place: string,
): string[] {
  const space = findNamespace(state, now.name, now.node)
  const isNew = isNewIn(former)
  const steps = [
    ...(space === undefined ? [] : linkSteps(space, now, (link) => former.links.find(({ name }) => name === link))),
    ...vlanSteps(former.vlans, now.vlans, isNew),
    ...queueSteps(former.queues, now.queues, isNew),
  ]
  return [...new Set(steps.map(({ about }) => about))].map((about) => {
    const texts = steps.filter((each) => each.about === about).map(({ program, text }) => `${program} ${text}`)
    return `${about} in ${place}, as if by: ${texts.join('; ')}`
  })
}

function nexthopWords(former: NamespaceSnapshot, now: NamespaceSnapshot, place: string): string[] {
  const [there, here] = [former, now].map(({ nexthops = [] }) => nexthops.map(({ words }) => words)) as [
    string[],
    string[],
  ]
  return [
    ...there.filter((line) => !here.includes(line)).map((line) => `${place} no longer has the nexthop object ${line}`),
    ...here.filter((line) => !there.includes(line)).map((line) => `${place} has the nexthop object ${line}`),
  ]
}

function ruleWords(former: NamespaceSnapshot, now: NamespaceSnapshot, place: string): string[] {
  const [there, here] = [firewallLines(former), firewallLines(now)]
  return [
    ...there.filter((line) => !here.includes(line)).map((line) => `the firewall of ${place} no longer has: ${line}`),
    ...here.filter((line) => !there.includes(line)).map((line) => `the firewall of ${place} has: ${line}`),
  ]
}

const isNewIn =
  ({ links }: NamespaceSnapshot) =>
  (link: string): boolean =>
    !links.some(({ name }) => name === link)

/** As sysctl(8) prints it: a dot in a name is a slash there. */
function keyOf(path: string): string {
  return ['net', ...path.split('/').map((part) => part.replaceAll('.', '/'))].join('.')
}
