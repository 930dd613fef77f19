import type { LinkTimeline, LinkTrack } from '../../network/index.js'
import { counted, formatCount, formatSeconds } from '../numbers.js'

/** `0.120 s`; where all is over within a second `120 ms`, within 20 ms `0.4 ms`. */
export function timeWords(ms: number, durationMs: number): string {
  if (durationMs >= 1000) return `${(ms / 1000).toFixed(durationMs < 10_000 ? 3 : 1)} s`
  return `${ms === 0 ? '0' : ms.toFixed(durationMs < 20 ? 1 : 0)} ms`
}

function durationWords(ms: number): string {
  return ms < 1000 ? timeWords(ms, ms) : formatSeconds(ms)
}

export function changesOf(track: LinkTrack): number {
  return Math.max(0, track.spans.length - 1)
}

/** `4 links over 1.24 s: 6 changes of state, 1 move`. */
export function timelineTitle(timeline: LinkTimeline): string {
  const sum = (count: (track: LinkTrack) => number) => timeline.tracks.reduce((total, each) => total + count(each), 0)
  const changes = sum(changesOf)
  const moves = sum((track) => track.moves.length)
  if (timeline.tracks.length === 0) return 'No links to show'
  const news = [
    changes === 0 ? 'no change of state' : counted(changes, 'change of state', 'changes of state'),
    ...(moves === 0 ? [] : [counted(moves, 'move')]),
  ]
  return `${counted(timeline.tracks.length, 'link')} over ${durationWords(timeline.durationMs)}: ${news.join(', ')}`
}

/** Steps of one link's story that are all told; of more, the first few and a count. */
const maxSteps = 12
const firstSteps = 4

/** The title as a sentence, each command with its time, each link's story in one sentence. */
export function timelineText(timeline: LinkTimeline): string {
  const time = (ms: number) => timeWords(ms, timeline.durationMs)
  const commands = timeline.commands.slice(0, 20).map(({ atMs, command }) => `  ${time(atMs)}  ${command}`)
  const moreCommands = timeline.commands.length - commands.length
  const stories = timeline.tracks.map((track) => `  ${track.namespace}.${track.link}: ${story(track, time)}`)
  return [
    `${timelineTitle(timeline)}.`,
    ...(commands.length > 0 ? ['Commands:', ...commands] : []),
    ...(moreCommands > 0 ? [`  and ${formatCount(moreCommands)} more`] : []),
    ...(stories.length > 0 ? ['Links:', ...stories] : []),
  ].join('\n')
}

function story(track: LinkTrack, time: (ms: number) => string): string {
  const [first, ...later] = track.spans
  if (first === undefined) return 'never seen'
  const steps = [
    ...later.map((span) => ({ atMs: span.fromMs, words: `${span.state} at ${time(span.fromMs)}` })),
    ...track.moves.map((move) => ({
      atMs: move.atMs,
      words: `moved from ${move.from} to ${move.to} at ${time(move.atMs)}`,
    })),
    ...track.renames.map((each) => ({
      atMs: each.atMs,
      words: `renamed from ${each.from} to ${each.to} at ${time(each.atMs)}`,
    })),
  ].sort((a, b) => a.atMs - b.atMs)
  if (steps.length === 0) return `${first.state} all the time`
  const shown = steps.length <= maxSteps ? steps : steps.slice(0, firstSteps)
  const rest = steps.length - shown.length
  const last = track.spans.at(-1)
  const told = [first.state, ...shown.map((step) => step.words)].join(', then ')
  return rest === 0 ? told : `${told}, and ${counted(rest, 'more change')}; at the end ${last?.state ?? first.state}`
}
