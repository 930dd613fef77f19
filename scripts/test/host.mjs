import { spawnSync } from 'node:child_process'
import { readFileSync, readdirSync } from 'node:fs'
import { findCommand } from '../setup/command.mjs'

/**
 * A host's network as text, part by part, without what changes by itself: learnt neighbours, counters, lease times.
 * Two snapshots of a host that nobody touched are the same.
 * @returns {Record<string, string>}
 */
export function hostSnapshot() {
  const ip = (...args) => output('ip', ...args).replaceAll(/,?"(valid_life_time|preferred_life_time|expires)":\d+/g, '')
  return {
    links: ip('-d', '-j', 'link'),
    addresses: ip('-j', 'address'),
    routes: ip('-j', '-4', 'route', 'show', 'table', 'all') + ip('-j', '-6', 'route', 'show', 'table', 'all'),
    rules: ip('-j', '-4', 'rule') + ip('-j', '-6', 'rule'),
    neighbours: ip('-j', 'neighbour', 'show', 'nud', 'permanent'),
    namespaces: list('/run/netns').join('\n'),
    nftables: output('nft', 'list', 'ruleset').replaceAll(/counter packets \d+ bytes \d+/g, 'counter'),
    iptables: iptables('iptables-save') + iptables('ip6tables-save'),
    sysctls: sysctls('/proc/sys/net').join('\n'),
    mounts: readFileSync('/proc/self/mountinfo', 'utf8'),
  }
}

/** What is different between two snapshots, in words; empty where nothing is. */
export function compareHosts(before, after) {
  return Object.keys(before)
    .filter((part) => before[part] !== after[part])
    .map(
      (part) =>
        `${part} changed.\nBefore: ${difference(before[part], after[part])}\nAfter: ${difference(after[part], before[part])}`,
    )
}

/** The lines of one text that the other lacks; JSON of `ip` counts one object a line. */
function difference(text, other) {
  const lines = (value) => value.replaceAll('},{', '},\n{').split('\n')
  const others = new Set(lines(other))
  return lines(text)
    .filter((line) => !others.has(line))
    .slice(0, 20)
    .join('\n')
}

function output(command, ...args) {
  const path = findCommand(command)
  if (!path) return ''
  const result = spawnSync(path, args, { encoding: 'utf8', maxBuffer: 64 * 2 ** 20 })
  return result.stdout + (result.status === 0 ? '' : result.stderr)
}

function iptables(command) {
  return output(command)
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n')
    .replaceAll(/\[\d+:\d+\]/g, '')
}

function list(folder) {
  try {
    return readdirSync(folder).sort()
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return []
    throw error
  }
}

/** Every readable setting; counters that live among them are left out. */
function sysctls(folder) {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  return entries.flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) return sysctls(path)
    if (/(_count|flush|stable_secret)$/.test(entry.name)) return []
    try {
      return [`${path} = ${readFileSync(path, 'utf8').trim()}`]
    } catch (error) {
      if (['EACCES', 'EPERM', 'EIO', 'EINVAL', 'ENOENT'].includes(error.code)) return [] // write-only or gone with its link
      throw error
    }
  })
}
