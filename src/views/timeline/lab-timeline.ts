import type { TopLevelSpec } from 'vega-lite'
import type { MimeBundle } from '../../display/index.js'
import type { LabTimeline, Resolution } from '../../network/index.js'
import { chartBundle, type ChartOptions } from '../chart/draw-chart.js'
import { chartConfig, chartTitle, schema, themedText } from '../chart/theme.js'
import { fitText, textWidth } from '../font/text-width.js'
import { palette, stateColour } from '../palette.js'
import { cellWords, firstLine, labTimelineText, labTimelineTitle, neighbourWords } from './timeline-words.js'

/** More rows than this are told in the text. */
const mostRows = 24
const rowHeight = 24
const names = 150
const width = 440
/** Of the time shown, at both ends: a mark there is seen whole. */
const margin = 0.015

/**
 * One time axis for all of a lab: each command as a tick with its text, each link that changed as a band in the colours and
 * heights of its states, what neighbour tables knew of an address, each ping's replies as dots and its losses as crosses. In a page it is zoomed by the wheel and
 * moved by the pointer.
 */
export function labTimeline(timeline: LabTimeline, options: ChartOptions = {}): MimeBundle {
  const words = { title: labTimelineTitle(timeline), text: labTimelineText(timeline) }
  return chartBundle(timelineSpec(timeline, words.title), words, options)
}

function timelineSpec(timeline: LabTimeline, title: string): TopLevelSpec {
  const { fromMs, toMs } = timeline
  const at = (ms: number): number => (ms - fromMs) / 1000
  const end = Math.max(at(toMs), 0.001)
  const rows = [
    ...timeline.commands.map(({ fromMs: start }) => start).slice(0, mostRows),
    ...[...timeline.links, ...timeline.pings, ...timeline.neighbours].slice(0, mostRows),
  ]
  const left =
    timeline.commands.length + timeline.links.length + timeline.pings.length + timeline.neighbours.length - rows.length
  const commands = timeline.commands.slice(0, mostRows).map(({ cell, fromMs: start, command, exitCode }, index) => ({
    row: `${index + 1}`,
    at: at(start),
    ...beside(`${cellWords(cell)}${firstLine(command)}`, at(start) / end),
    words: `${cellWords(cell)}${command}`,
    isFailed: exitCode !== 0 && exitCode !== null,
  }))
  const links = timeline.links.slice(0, mostRows)
  const spans = links.flatMap(({ namespace, link, spans: all }) =>
    all.map(({ state, fromMs: start, toMs: end }) => ({
      row: `${namespace}.${link}`,
      from: at(start),
      to: at(end),
      colour: stateColour[state],
      height: state === 'up' ? 14 : state === 'absent' ? 2 : 7,
      words: `${link} in ${namespace}: ${state}`,
      state,
    })),
  )
  const pings = timeline.pings.slice(0, Math.max(0, mostRows - links.length))
  const points = pings.flatMap(({ from, to, points: all }, index) =>
    all.map(({ atMs, rttMs }) => ({
      row: `ping ${index + 1}: ${from} → ${to}`,
      at: at(atMs),
      isLost: rttMs === null,
      words: rttMs === null ? 'lost' : `${rttMs} ms`,
    })),
  )
  const neighbours = timeline.neighbours.slice(0, Math.max(0, mostRows - links.length - pings.length))
  const resolutions = neighbours.flatMap(({ points: all, ...entry }) =>
    all.map((point) => ({
      row: `${entry.namespace}: ${entry.address}`,
      at: at(point.atMs),
      ...resolutionStyle[point.resolution],
      words: neighbourWords(entry, point),
    })),
  )
  const bare = { title: null, labels: false, ticks: false }
  const lowest =
    points.length > 0 ? 'pings' : resolutions.length > 0 ? 'neighbours' : spans.length > 0 ? 'links' : 'commands'
  const x = (field: string, panel: string) => ({
    field,
    type: 'quantitative',
    scale: { domain: [-margin * end, (1 + margin) * end], nice: false },
    // Told once, below the last panel.
    axis: { grid: true, tickCount: 8, ...(panel === lowest ? { title: 'seconds since the first event' } : bare) },
  })
  /** In the order of what is shown, over all layers. */
  const row = (values: readonly { row: string }[]) => ({
    field: 'row',
    type: 'nominal',
    sort: [...new Set(values.map((value) => value.row))],
    axis: { title: null, labelLimit: names, ticks: false, domain: false },
  })
  const tooltip = { field: 'words' }
  const lost = { filter: 'datum.isLost' }
  const panels = [
    {
      name: 'commands',
      data: { values: commands },
      layer: [
        {
          name: 'commands',
          mark: { type: 'tick', thickness: 2.5, size: 16, opacity: 1, clip: true },
          encoding: {
            x: x('at', 'commands'),
            y: row(commands),
            tooltip,
            color: { condition: { test: 'datum.isFailed', value: palette.lost }, value: palette.unused },
          },
        },
        textBeside('datum.isLeft', 'left', 6, x('at', 'commands'), row(commands)),
        textBeside('!datum.isLeft', 'right', -6, x('at', 'commands'), row(commands)),
      ],
    },
    {
      name: 'links',
      data: { values: spans },
      layer: [14, 7, 2].map((height) => ({
        ...(height === 14 && { name: 'links' }),
        transform: [{ filter: { field: 'height', equal: height } }],
        mark: { type: 'bar', height, clip: true },
        encoding: {
          x: x('from', 'links'),
          x2: { field: 'to' },
          y: row(spans),
          tooltip,
          color: { field: 'colour', type: 'nominal', scale: null },
        },
      })),
    },
    {
      name: 'neighbours',
      data: { values: resolutions },
      layer: [
        {
          name: 'neighbours',
          mark: { type: 'point', filled: true, opacity: 1, size: 60, clip: true },
          encoding: {
            x: x('at', 'neighbours'),
            y: row(resolutions),
            tooltip,
            color: { field: 'colour', type: 'nominal', scale: null },
            shape: { field: 'shape', type: 'nominal', scale: null },
          },
        },
      ],
    },
    {
      name: 'pings',
      data: { values: points },
      layer: [
        {
          name: 'pings',
          transform: [{ filter: '!datum.isLost' }],
          mark: { type: 'point', filled: true, size: 22, color: palette.up, clip: true },
          encoding: { x: x('at', 'pings'), y: row(points), tooltip },
        },
        {
          transform: [lost],
          mark: {
            type: 'point',
            shape: 'cross',
            angle: 45,
            filled: true,
            opacity: 1,
            size: 70,
            color: palette.lost,
            clip: true,
          },
          encoding: { x: x('at', 'pings'), y: row(points), tooltip },
        },
      ],
    },
  ].filter(({ data }) => data.values.length > 0)
  return {
    $schema: schema,
    config: chartConfig,
    padding: 8,
    title: chartTitle(title, notes(spans, resolutions, points, left)),
    ...(panels.length > 0 && {
      params: [
        {
          name: 'zoom',
          select: { type: 'interval', encodings: ['x'] },
          bind: 'scales',
          views: panels.map(({ name }) => name),
        },
      ],
    }),
    vconcat: panels.map(({ name: _, ...panel }) => ({
      width,
      height: { step: rowHeight },
      ...panel,
    })),
    resolve: { scale: { x: 'shared' } },
  } as unknown as TopLevelSpec
}

/** Right of its tick, or left of it where there is more room, with what fits. */
function beside(words: string, share: number): { label: string; isLeft: boolean } {
  const right = (1 - share) * width - 10
  const isLeft = textWidth(words, 13) <= right || share <= 0.5
  return { isLeft, label: fitText(words, isLeft ? right : share * width - 10, 13) }
}

/** A command's text stands where there is room for it. */
function textBeside(test: string, align: string, dx: number, x: object, y: object): object {
  return {
    transform: [{ filter: test }],
    mark: { type: 'text', ...themedText, align, dx, baseline: 'middle', clip: true },
    encoding: { x, y, text: { field: 'label' } },
  }
}

/** Each with a shape of its own. */
const resolutionStyle: Record<Resolution, { colour: string; shape: string }> = {
  resolved: { colour: palette.up, shape: 'circle' },
  'asked for': { colour: palette.waiting, shape: 'triangle-up' },
  failed: { colour: palette.lost, shape: 'cross' },
  forgotten: { colour: palette.unused, shape: 'square' },
}

function notes(
  spans: readonly { state: string }[],
  resolutions: readonly unknown[],
  points: readonly { isLost: boolean }[],
  left: number,
): string[] {
  return [
    ...(spans.some(({ state }) => state !== 'up')
      ? ['thick band: up; thin: down or without carrier; line: absent']
      : []),
    ...(resolutions.length > 0
      ? ['neighbours: a circle is an address resolved, a triangle one asked for, a cross one that failed']
      : []),
    ...(points.some(({ isLost }) => isLost) ? ['cross: a ping without an answer'] : []),
    ...(left > 0 ? [`${left} more rows, told in the text`] : []),
  ]
}
