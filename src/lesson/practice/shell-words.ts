/** Commands for a namespace, as a shell runs them. Names are what somebody typed, so each is quoted. */

export function word(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}

/** `ip -n ns1 …` */
export function ip(namespace: string, words: string): string {
  return namespace === 'root' ? `ip ${words}` : `ip -n ${word(namespace)} ${words}`
}

/** Any program: `ip netns exec ns1 …` */
export function within(namespace: string, command: string): string {
  return namespace === 'root' ? command : `ip netns exec ${word(namespace)} ${command}`
}

export function sysctl(namespace: string, key: string, value: string | number): string {
  return within(namespace, `sysctl -qw ${key}=${value}`)
}
