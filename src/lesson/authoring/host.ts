import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/**
 * A machine's network as text, a part a key, without what changes by itself: learnt neighbours, counters, lease times.
 * Two snapshots of a machine that nobody touched are the same.
 */
export type HostNetwork = Record<string, string>

/** What `ip`, `nft` and `/proc/sys/net` say of this machine. A tool that is missing, or may not look, says so twice alike. */
export async function readHostNetwork(): Promise<HostNetwork> {
  const parts: Record<string, string | Promise<string>> = {
    namespaces: output('ip', 'netns', 'list'),
    links: output('ip', '-d', '-o', 'link'),
    addresses: output('ip', '-o', 'address'),
    'IPv4 routes': output('ip', '-4', 'route', 'show', 'table', 'all'),
    'IPv6 routes': output('ip', '-6', 'route', 'show', 'table', 'all'),
    rules: Promise.all([output('ip', '-4', 'rule'), output('ip', '-6', 'rule')]).then((both) => both.join('')),
    'fixed neighbours': output('ip', 'neighbour', 'show', 'nud', 'permanent'),
    firewall: Promise.all([output('nft', 'list', 'ruleset'), output('iptables-save')]).then((both) => both.join('')),
    sysctls: sysctls('/proc/sys/net').join('\n'),
  }
  const read = Object.entries(parts).map(async ([name, text]) => [name, withoutCounters(await text)] as const)
  return Object.fromEntries(await Promise.all(read))
}

/** What is different between two snapshots, a part an entry, in words; empty where nothing is. */
export function compareHostNetworks(before: HostNetwork, after: HostNetwork): string[] {
  return Object.keys(before).flatMap((part) => {
    const [was = '', is = ''] = [before[part], after[part]]
    if (was === is) return []
    const lines = [...onlyIn(was, is).map((line) => `- ${line}`), ...onlyIn(is, was).map((line) => `+ ${line}`)]
    return [`${part} changed:\n${(lines.length > 0 ? lines : ['the order of lines']).join('\n')}`]
  })
}

function onlyIn(text: string, other: string): string[] {
  const known = new Set(other.split('\n'))
  return text.split('\n').filter((line) => !known.has(line))
}

function withoutCounters(text: string): string {
  return text
    .replaceAll(/valid_lft \S+ preferred_lft \S+/g, '')
    .replaceAll(/ expires \S+/g, '')
    .replaceAll(/counter packets \d+ bytes \d+/g, 'counter')
    .replaceAll(/\[\d+:\d+\]/g, '')
    .replaceAll(/^#.*$/gm, '')
}

function output(command: string, ...argv: string[]): Promise<string> {
  const env = { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` }
  return new Promise((resolve) => {
    execFile(command, argv, { env, maxBuffer: 64 * 2 ** 20 }, (error, stdout, stderr) => {
      resolve(error ? `${stdout}${command}: ${stderr.trim() || String(error.code)}\n` : stdout)
    })
  })
}

/** What counts or is drawn by lot stands among the settings, too. */
const restless = /(_count|flush|stable_secret|fib_multipath_hash_seed)$/

function sysctls(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  return entries.flatMap((entry) => {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) return sysctls(path)
    if (restless.test(path)) return []
    try {
      return [`${path} = ${readFileSync(path, 'utf8').trim()}`]
    } catch {
      // Written only, for root's eyes, or gone with its link: the other snapshot tells.
      return []
    }
  })
}
