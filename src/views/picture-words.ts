import { englishNetwork, type LinkStateName, type NetworkWords } from '../network/index.js'
import { counted, formatCount } from './numbers.js'

/**
 * How pictures are told, in one language: their names and texts, for those who do not see them. What is drawn in them are ip's
 * and ping's own words, in letters that the font of every PNG has.
 */
export interface PictureTexts {
  network: NetworkWords
  /** The name of a picture of a network. */
  networkTitle(counts: readonly string[]): string
  ping: PingTexts
  links: LinkTexts
  frames: FrameTexts
}

export interface PingTexts {
  /** Of a table: sent, received, lost, then the least, median, 95th percentile and largest round trip in milliseconds. */
  columns: readonly string[]
  said(reason: string, from: string): string
  /** A name is whose pings, `100 pings ns1 → ns2`, and what came of them; a sentence without a full stop. */
  pings(count: number, route: string): string
  because(reason: string): string
  stopped: string
  nothingSent(route: string): string
  noneAnswered(pings: string): string
  answered(pings: string, ms: string): string
  figures(pings: string, lost: number, medianMs: string): string
  none: string
  /** Of several pings. @param medians the least and the largest, in milliseconds; one where they are alike */
  series(count: number, lost: number, sent: number, medians: readonly string[]): string
  sentence(title: string): string
  roundTrip(min: string, median: string, p95: string, max: string): string
  lost(numbers: string): string
  times(reason: string, count: number): string
  twice(numbers: string): string
  /** Behind a list that is cut off. */
  more(list: string, count: number): string
}

export interface LinkTexts {
  none: string
  title(links: number, duration: string, changes: number, moves: number): string
  sentence(title: string): string
  commands: string
  moreCommands(count: number): string
  links: string
  never: string
  state(state: LinkStateName): string
  at(what: string, time: string): string
  moved(from: string, to: string): string
  renamed(from: string, to: string): string
  always(state: string): string
  then(steps: readonly string[]): string
  andMore(story: string, count: number, last: string): string
}

export interface FrameTexts {
  /** @param ends the first and the last place where frames were seen; none, or one */
  title(count: number, ends: readonly string[]): string
  /** Behind a title: where the last frame that went no further was seen. */
  stopped(title: string, what: string, at: string): string
  sentence(title: string): string
  nobody: string
  end(at: string, why: string): string
  copy: string
  more(count: number): string
}

export const englishPictures: PictureTexts = {
  network: englishNetwork,
  networkTitle: (counts) => `The network: ${counts.join(', ')}`,
  ping: {
    columns: ['sent', 'received', 'lost', 'min (ms)', 'median (ms)', 'p95 (ms)', 'max (ms)'],
    said: (reason, from) => `${reason}, said ${from}`,
    pings: (count, route) => `${counted(count, 'ping')} ${route}`,
    because: (reason) => ` (${reason})`,
    stopped: ', stopped early',
    nothingSent: (route) => `${route}: nothing was sent`,
    noneAnswered: (pings) => `${pings}: none answered`,
    answered: (pings, ms) => `${pings}: answered in ${ms} ms`,
    figures: (pings, lost, medianMs) =>
      `${pings}: ${lost === 0 ? 'none' : formatCount(lost)} lost, median ${medianMs} ms`,
    none: 'No pings to show',
    series: (count, lost, sent, medians) =>
      `${count} series of pings: ${lost === 0 ? 'none' : formatCount(lost)} of ${formatCount(sent)} lost` +
      (medians.length === 0 ? '' : `, medians ${medians.join(' to ')} ms`),
    sentence: (title) => `${title}.`,
    roundTrip: (min, median, p95, max) => `Round trip: min ${min}, median ${median}, p95 ${p95}, max ${max} ms.`,
    lost: (numbers) => `Lost: number ${numbers}.`,
    times: (reason, count) => `${reason}: ${counted(count, 'time')}.`,
    twice: (numbers) => `Answered twice: number ${numbers}.`,
    more: (list, count) => `${list} and ${formatCount(count)} more`,
  },
  links: {
    none: 'No links to show',
    title: (links, duration, changes, moves) => {
      const news = changes === 0 ? 'no change of state' : counted(changes, 'change of state', 'changes of state')
      return `${counted(links, 'link')} over ${duration}: ${news}${moves === 0 ? '' : `, ${counted(moves, 'move')}`}`
    },
    sentence: (title) => `${title}.`,
    commands: 'Commands:',
    moreCommands: (count) => `and ${formatCount(count)} more`,
    links: 'Links:',
    never: 'never seen',
    state: (state) => state,
    at: (what, time) => `${what} at ${time}`,
    moved: (from, to) => `moved from ${from} to ${to}`,
    renamed: (from, to) => `renamed from ${from} to ${to}`,
    always: (state) => `${state} all the time`,
    then: (steps) => steps.join(', then '),
    andMore: (story, count, last) => `${story}, and ${counted(count, 'more change')}; at the end ${last}`,
  },
  frames: {
    title: (count, ends) =>
      `${counted(count, 'frame')} ${ends.length < 2 ? `at ${ends[0] ?? 'nobody'}` : `between ${ends.join(' and ')}`}`,
    stopped: (title, what, at) => `${title}; ${what} went no further than ${at}`,
    sentence: (title) => `${title}.`,
    nobody: 'nobody',
    end: (at, why) => `no further than ${at}${why === '' ? '' : `: ${why}`}`,
    copy: 'a flooded copy',
    more: (count) => `and ${counted(count, 'more frame')}`,
  },
}

let texts = englishPictures

/** In which words pictures are told, from now on: a lesson in another language brings its own. */
export function tellPicturesIn(others: PictureTexts): void {
  texts = others
}

export function pictureTexts(): PictureTexts {
  return texts
}
