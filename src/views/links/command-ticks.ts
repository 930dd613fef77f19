import { chartSize } from '../chart/theme.js'
import { fitText, textWidth } from '../font/text-width.js'
import { counted } from '../numbers.js'
import { timeWords } from './timeline-words.js'

const listed = 8

export interface CommandLine {
  number: string
  time: string
  text: string
  full: string
}

export interface CommandTicks {
  /** Lines of the list above the bands: number, time, command (shortened; `full` is not). */
  lines: CommandLine[]
  /** Numbers above their ticks; neighbours too close for two numbers share `3–5`. `x` in pixels. */
  numbers: { x: number; text: string }[]
}

/** Pixels from the list's left edge: numbers and times end here, commands start there. */
export const listColumns = { numberEnd: 12, timeEnd: 82, command: 94 } as const

/** Commands are listed by number, since their texts are longer than the time between them is wide. */
export function commandTicks(
  commands: readonly { atMs: number; command: string }[],
  { durationMs, width, lineWidth }: { durationMs: number; width: number; lineWidth: number },
): CommandTicks {
  const room = lineWidth - listColumns.command
  const lines = commands.slice(0, listed).map(({ atMs, command }, index) => ({
    number: `${index + 1}`,
    time: timeWords(atMs, durationMs),
    text: fitText(oneLine(command), room, chartSize.label),
    full: command,
  }))
  const rest = commands.length - lines.length
  if (rest > 0) {
    const more = `and ${counted(rest, 'more command')}`
    lines.push({ number: '', time: '', text: more, full: more })
  }
  return { lines, numbers: numbers(commands, width / durationMs) }
}

function oneLine(command: string): string {
  return command.trim().replace(/\s*\n\s*/g, ' ⏎ ')
}

interface NumberLabel {
  first: number
  last: number
  from: number
  to: number
}

/** Labels from the left; one that would touch its neighbour joins it, which may make that one touch the one before. */
function numbers(commands: readonly { atMs: number }[], pixelsPerMs: number): CommandTicks['numbers'] {
  const labels: NumberLabel[] = []
  for (const [index, { atMs }] of commands.entries()) {
    let label: NumberLabel = { first: index + 1, last: index + 1, from: atMs * pixelsPerMs, to: atMs * pixelsPerMs }
    let before = labels.at(-1)
    while (before && middle(label) - middle(before) < (labelWidth(label) + labelWidth(before)) / 2 + 8) {
      label = { ...before, last: label.last, to: label.to }
      labels.pop()
      before = labels.at(-1)
    }
    labels.push(label)
  }
  return labels.map((label) => ({ x: Math.round(middle(label)), text: labelText(label) }))
}

function middle({ from, to }: NumberLabel): number {
  return (from + to) / 2
}

function labelText({ first, last }: NumberLabel): string {
  return first === last ? `${first}` : `${first}–${last}`
}

function labelWidth(label: NumberLabel): number {
  return textWidth(labelText(label), chartSize.label, 'bold')
}
