import type { TopLevelSpec } from 'vega-lite'
import type { MimeBundle } from '../../display/index.js'
import type { LabTimeline } from '../../network/index.js'
import { chartBundle, type ChartOptions } from '../chart/draw-chart.js'
import { chartConfig, chartTitle, schema, themedText } from '../chart/theme.js'
import { palette } from '../palette.js'
import { panelWidth, timelineRows, type TimelineRows } from './timeline-rows.js'
import { labTimelineText, labTimelineTitle } from './timeline-words.js'

const rowHeight = 24
const names = 150
/** Of the time shown, at both ends: a mark there is seen whole. */
const margin = 0.015

/**
 * One time axis for all of a lab, a panel each: commands as ticks with their text, what a lesson broke, asked and checked,
 * links that changed as bands in the colours and heights of their states, what neighbour tables knew of an address, replies
 * of pings as dots and losses as crosses where they were sent, frames of captures as ticks. In a page it is zoomed by the
 * wheel and moved by the pointer.
 */
export function labTimeline(timeline: LabTimeline, options: ChartOptions = {}): MimeBundle {
  const words = { title: labTimelineTitle(timeline), text: labTimelineText(timeline) }
  return chartBundle(timelineSpec(timelineRows(timeline), words.title), words, options)
}

interface Panel {
  name: string
  data: { values: readonly { row: string }[] }
  layer: object[]
}

function timelineSpec(rows: TimelineRows, title: string): TopLevelSpec {
  const panels = panelsOf(rows)
  return {
    $schema: schema,
    config: chartConfig,
    padding: 8,
    title: chartTitle(title, notes(rows)),
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
    vconcat: panels.map(({ name: _, ...panel }) => ({ width: panelWidth, height: { step: rowHeight }, ...panel })),
    resolve: { scale: { x: 'shared' } },
  } as unknown as TopLevelSpec
}

/** Those in which there is something, from the top. */
function panelsOf({ commands, lesson, spans, resolutions, points, frames, end }: TimelineRows): Panel[] {
  const filled = Object.entries({ commands, lesson, links: spans, neighbours: resolutions, pings: points, captures: frames }) // prettier-ignore
  const lowest = filled.findLast(([, values]) => values.length > 0)?.[0]
  const bare = { title: null, labels: false, ticks: false }
  const axes = (panel: string, values: readonly { row: string }[]) => ({
    x: {
      // The one field of all panels: by another one, a zoom of its panel would move no axis.
      field: 'at',
      type: 'quantitative',
      scale: { domain: [-margin * end, (1 + margin) * end], nice: false },
      // Told once, below the last panel.
      axis: { grid: true, tickCount: 8, ...(panel === lowest ? { title: 'seconds since the first event' } : bare) },
    },
    y: {
      field: 'row',
      type: 'nominal',
      // In the order of what is shown, over all layers.
      sort: [...new Set(values.map(({ row }) => row))],
      axis: { title: null, labelLimit: names, ticks: false, domain: false },
    },
  })
  const panel = (name: string, values: readonly { row: string }[], layer: object[]): Panel[] =>
    values.length === 0 ? [] : [{ name, data: { values }, layer }]
  return [
    ...panel('commands', commands, [
      {
        name: 'commands',
        mark: { type: 'tick', thickness: 2.5, size: 16, opacity: 1, clip: true },
        encoding: {
          ...axes('commands', commands),
          tooltip,
          color: { condition: { test: 'datum.isFailed', value: palette.lost }, value: palette.unused },
        },
      },
      textBeside('datum.isLeft', 'left', 6, axes('commands', commands)),
      textBeside('!datum.isLeft', 'right', -6, axes('commands', commands)),
    ]),
    ...panel('lesson', lesson, [shapes('lesson', axes('lesson', lesson))]),
    ...panel(
      'links',
      spans,
      [14, 7, 2].map((height) => ({
        ...(height === 14 && { name: 'links' }),
        transform: [{ filter: { field: 'height', equal: height } }],
        mark: { type: 'bar', height, clip: true },
        encoding: {
          ...axes('links', spans),
          x2: { field: 'to' },
          tooltip,
          color: { field: 'colour', type: 'nominal', scale: null },
        },
      })),
    ),
    ...panel('neighbours', resolutions, [shapes('neighbours', axes('neighbours', resolutions))]),
    ...panel('pings', points, [
      {
        name: 'pings',
        transform: [{ filter: '!datum.isLost' }],
        mark: { type: 'point', filled: true, size: 22, color: palette.up, clip: true },
        encoding: { ...axes('pings', points), tooltip },
      },
      crosses('datum.isLost', axes('pings', points)),
    ]),
    ...panel('captures', frames, [
      {
        name: 'captures',
        transform: [{ filter: '!datum.isLast' }],
        mark: { type: 'tick', thickness: 1.5, size: 12, opacity: 1, color: palette.up, clip: true },
        encoding: { ...axes('captures', frames), tooltip },
      },
      crosses('datum.isLast', axes('captures', frames)),
    ]),
  ]
}

const tooltip = { field: 'words' }

/** Marks that bring a colour and a shape of their own. */
function shapes(name: string, axes: object): object {
  return {
    name,
    mark: { type: 'point', filled: true, opacity: 1, size: 60, clip: true },
    encoding: {
      ...axes,
      tooltip,
      color: { field: 'colour', type: 'nominal', scale: null },
      shape: { field: 'shape', type: 'nominal', scale: null },
    },
  }
}

function crosses(test: string, axes: object): object {
  const look = { shape: 'cross', angle: 45, filled: true, opacity: 1, size: 70, color: palette.lost }
  return {
    transform: [{ filter: test }],
    mark: { type: 'point', ...look, clip: true },
    encoding: { ...axes, tooltip },
  }
}

/** A command's text stands where there is room for it. */
function textBeside(test: string, align: string, dx: number, axes: object): object {
  return {
    transform: [{ filter: test }],
    mark: { type: 'text', ...themedText, align, dx, baseline: 'middle', clip: true },
    encoding: { ...axes, text: { field: 'label' } },
  }
}

function notes({ lesson, spans, resolutions, points, frames, left }: TimelineRows): string[] {
  const checks = lesson.some(({ row }) => row !== 'faults')
  return [
    ...(lesson.some(({ row }) => row === 'faults') ? ['faults: a cross breaks something, a circle mends it'] : []),
    ...(checks ? ['checks, predictions: a circle is right, a triangle not'] : []),
    ...(spans.some(({ state }) => state !== 'up')
      ? ['thick band: up; thin: down or without carrier; line: absent']
      : []),
    ...(resolutions.length > 0
      ? ['neighbours: a circle is an address resolved, a triangle one asked for, a cross one that failed']
      : []),
    ...(points.some(({ isLost }) => isLost) ? ['pings: a cross is one without an answer, where it was sent'] : []),
    ...(frames.some(({ isLast }) => isLast) ? ['captures: a cross is a frame that went no further'] : []),
    ...(left > 0 ? [`${left} more rows, told in the text`] : []),
  ]
}
