import type { LinkStateName, LinkTimeline, LinkTrack } from '../../../src/network/index.js'

/** `track('ns1', 'veth1', [['up', 20], ['admin down', 100]])`: each state with the millisecond at which it ends. */
export function track(
  namespace: string,
  link: string,
  states: readonly (readonly [LinkStateName, number])[],
  rest: Partial<Pick<LinkTrack, 'moves' | 'renames'>> = {},
): LinkTrack {
  let fromMs = 0
  const spans = states.map(([state, toMs]) => {
    const span = { state, fromMs, toMs }
    fromMs = toMs
    return span
  })
  return { namespace, link, linkKind: 'veth', spans, moves: [], renames: [], ...rest }
}

export function timeline(durationMs: number, tracks: LinkTrack[], commands: [number, string][] = []): LinkTimeline {
  return { durationMs, tracks, commands: commands.map(([atMs, command]) => ({ atMs, command })), events: [] }
}

/** So many changes between up and admin down, the last of them leaving it up. */
export function flicker(changes: number, untilMs: number): [LinkStateName, number][] {
  return Array.from({ length: changes }, (_, index) => {
    return [index % 2 === 0 ? 'admin down' : 'up', (untilMs * (index + 1)) / changes]
  })
}
