import type { LinkTimeline, LinkTrack } from '../../network/index.js'
import { formatSeconds } from '../numbers.js'
import { pictureTexts, type LinkTexts } from '../picture-words.js'

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
export function timelineTitle({ tracks, durationMs }: LinkTimeline, words: LinkTexts = pictureTexts().links): string {
  const sum = (count: (track: LinkTrack) => number) => tracks.reduce((total, each) => total + count(each), 0)
  if (tracks.length === 0) return words.none
  const moves = sum((track) => track.moves.length)
  return words.title(tracks.length, durationWords(durationMs), sum(changesOf), moves)
}

/** Steps of one link's story that are all told; of more, the first few and a count. */
const maxSteps = 12
const firstSteps = 4

/** The title as a sentence, each command with its time, each link's story in one sentence. */
export function timelineText(timeline: LinkTimeline): string {
  const words = pictureTexts().links
  const time = (ms: number) => timeWords(ms, timeline.durationMs)
  const commands = timeline.commands.slice(0, 20).map(({ atMs, command }) => `  ${time(atMs)}  ${command}`)
  const moreCommands = timeline.commands.length - commands.length
  const stories = timeline.tracks.map((track) => `  ${track.namespace}.${track.link}: ${story(track, time, words)}`)
  return [
    words.sentence(timelineTitle(timeline)),
    ...(commands.length > 0 ? [words.commands, ...commands] : []),
    ...(moreCommands > 0 ? [`  ${words.moreCommands(moreCommands)}`] : []),
    ...(stories.length > 0 ? [words.links, ...stories] : []),
  ].join('\n')
}

function story(track: LinkTrack, time: (ms: number) => string, words: LinkTexts): string {
  const [first, ...later] = track.spans
  if (first === undefined) return words.never
  const steps = [
    ...later.map(({ fromMs, state }) => ({ atMs: fromMs, what: words.state(state) })),
    ...track.moves.map(({ atMs, from, to }) => ({ atMs, what: words.moved(from, to) })),
    ...track.renames.map(({ atMs, from, to }) => ({ atMs, what: words.renamed(from, to) })),
  ].sort((a, b) => a.atMs - b.atMs)
  if (steps.length === 0) return words.always(words.state(first.state))
  const shown = steps.length <= maxSteps ? steps : steps.slice(0, firstSteps)
  const rest = steps.length - shown.length
  const told = words.then([words.state(first.state), ...shown.map(({ what, atMs }) => words.at(what, time(atMs)))])
  return rest === 0 ? told : words.andMore(told, rest, words.state((track.spans.at(-1) ?? first).state))
}
