import type { Config } from 'vega-lite'
import { fontFamily } from '../font/text-width.js'
import { wrapText } from '../font/wrap-text.js'
import { neutral } from '../palette.js'

export const schema = 'https://vega.github.io/schema/vega-lite/v5.json'

/** Pixels. Large enough to be read when 640 px of chart are shown on 320 px of phone. */
export const chartSize = { width: 640, label: 13, title: 15 } as const

/**
 * No colour for text and no ground here: each place where a chart is drawn adds its own ink, and the mid-grey lines are
 * seen on light and dark.
 */
export const chartConfig: Config = {
  background: 'transparent',
  font: fontFamily,
  view: { stroke: null },
  axis: {
    domainColor: '#808080',
    tickColor: '#808080',
    gridColor: '#808080',
    gridOpacity: 0.25,
    labelFontSize: chartSize.label,
    titleFontSize: chartSize.label,
    titleFontWeight: 'normal',
    titlePadding: 8,
  },
  title: {
    anchor: 'start',
    frame: 'bounds',
    fontSize: chartSize.title,
    fontWeight: 'bold',
    subtitleFontSize: chartSize.label,
    subtitlePadding: 5,
    lineHeight: 19,
    subtitleLineHeight: 17,
    offset: 8,
  },
}

/** What is seen, and what has to be said about how it is drawn. (An empty subtitle would still take a line.) */
export function chartTitle(title: string, notes: readonly string[]) {
  const wrap = (text: string, size: number, weight: 'normal' | 'bold') => {
    return wrapText(text, chartSize.width - 16, size, weight)
  }
  return {
    text: wrap(title, chartSize.title, 'bold'),
    ...(notes.length > 0 && { subtitle: notes.flatMap((note) => wrap(note, chartSize.label, 'normal')) }),
  }
}

/**
 * Marks that are text take the colour that the front end's theme gives to its labels: a mark that is not filled and has
 * no stroke is the one to which vega-lite gives no colour of its own.
 */
export const themedText = { style: 'guide-label', filled: false, stroke: null, fontSize: chartSize.label } as const

/** For pictures of our own: ink for a light ground, and no words on single marks, since the whole has a description. */
export const ownInk: Config = { aria: false, ...ink(neutral.ink.light, neutral.secondary.light) }

/** For charts that a page draws: its own text's colour, also when its reader turns from light to dark. */
export const pageInk: Config = ink('currentColor', 'currentColor')

function ink(primary: string, secondary: string): Config {
  return {
    title: { color: primary, subtitleColor: secondary },
    style: { 'guide-label': { fill: primary }, 'guide-title': { fill: secondary } },
  }
}
