import { escapeMarkup } from '../../display/index.js'
import { readableColour, type Rgb } from './colour.js'

/**
 * Terminal text → HTML: colours and weights kept, all other control sequences taken out. A colour of the sixteen is a
 * class, whose two values for light and dark are in the style sheet; any other is written with both. Of several texts
 * each begins with the colours in which the one before ended.
 *
 * Format: ECMA-48 (SGR, 8.3.117); 256 and true colours as xterm has them (`38;5;n`, `38;2;r;g;b`).
 */
export function ansiHtml<Texts extends string[]>(...texts: Texts): { [each in keyof Texts]: string } {
  let state: Style = {}
  return texts.map((text) => {
    let html = ''
    for (const piece of splitSequences(text)) {
      if (piece.sgr === undefined) html += dress(escapeMarkup(piece.text), state)
      else state = applySgr(state, piece.sgr)
    }
    return html
  }) as { [each in keyof Texts]: string }
}

/** The words alone. */
export function stripAnsi(text: string): string {
  return splitSequences(text)
    .map((piece) => (piece.sgr === undefined ? piece.text : ''))
    .join('')
}

type Colour = number | Rgb

interface Style {
  bold?: boolean
  dim?: boolean
  italic?: boolean
  underline?: boolean
  strike?: boolean
  inverse?: boolean
  colour?: Colour | undefined
  ground?: Colour | undefined
}

interface Piece {
  text: string
  sgr?: number[]
}

/** CSI (also its one-byte form), OSC up to its end, two-character escapes; then what is left of control characters. */
const sequence =
  /(?:\u001b\[|\u009b)([0-?]*)[ -/]*([@-~])|(?:\u001b\]|\u009d)[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?|\u001b[P^_X][\s\S]*?(?:\u001b\\|$)|\u001b[ -/]*[0-~]?/g

function splitSequences(text: string): Piece[] {
  const pieces: Piece[] = []
  let from = 0
  for (const match of text.matchAll(sequence)) {
    const start = match.index ?? 0
    if (start > from) pieces.push({ text: printable(text.slice(from, start)) })
    if (match[2] === 'm') pieces.push({ text: '', sgr: parameters(match[1] ?? '') })
    from = start + match[0].length
  }
  if (from < text.length) pieces.push({ text: printable(text.slice(from)) })
  return pieces
}

function printable(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '')
}

function parameters(text: string): number[] {
  return text === '' ? [0] : text.split(/[;:]/).map((part) => (/^\d{1,3}$/.test(part) ? Number(part) : 0))
}

function applySgr(before: Style, codes: number[]): Style {
  let style = { ...before }
  for (let index = 0; index < codes.length; index++) {
    const code = codes[index] ?? 0
    if (code === 38 || code === 48) {
      const [colour, used] = extendedColour(codes.slice(index + 1))
      index += used
      if (colour !== undefined) style[code === 38 ? 'colour' : 'ground'] = colour
    } else style = code === 0 ? {} : { ...style, ...simpleCode(code) }
  }
  return style
}

function simpleCode(code: number): Style {
  if (code >= 30 && code <= 37) return { colour: code - 30 }
  if (code >= 90 && code <= 97) return { colour: code - 82 }
  if (code >= 40 && code <= 47) return { ground: code - 40 }
  if (code >= 100 && code <= 107) return { ground: code - 92 }
  return simple[code] ?? {}
}

const simple: Record<number, Style> = {
  1: { bold: true },
  2: { dim: true },
  3: { italic: true },
  4: { underline: true },
  7: { inverse: true },
  9: { strike: true },
  22: { bold: false, dim: false },
  23: { italic: false },
  24: { underline: false },
  27: { inverse: false },
  29: { strike: false },
  39: { colour: undefined },
  49: { ground: undefined },
}

function extendedColour([kind, ...rest]: number[]): [colour: Colour | undefined, used: number] {
  if (kind === 5) return [rest[0] === undefined ? undefined : indexedColour(rest[0]), 2]
  if (kind === 2) return [rest.length < 3 ? undefined : (rest.slice(0, 3).map((part) => Math.min(255, part)) as Rgb), 4]
  return [undefined, 0]
}

function indexedColour(index: number): Colour | undefined {
  if (index < 16) return index
  if (index > 255) return undefined
  if (index >= 232) return [8 + 10 * (index - 232), 8 + 10 * (index - 232), 8 + 10 * (index - 232)]
  const level = (step: number) => (step === 0 ? 0 : 55 + 40 * step)
  const cube = index - 16
  return [level(Math.floor(cube / 36)), level(Math.floor(cube / 6) % 6), level(cube % 6)]
}

function dress(html: string, style: Style): string {
  const [colour, ground] = style.inverse
    ? [style.ground ?? 'ground', style.colour ?? 'ink']
    : [style.colour, style.ground]
  const classes = (['bold', 'dim', 'italic', 'underline', 'strike'] as const)
    .filter((name) => style[name])
    .map((name) => `a-${name}`)
  const declarations: string[] = []
  // On a ground of its own the text is black or white, whichever is read better: the sender's pair may not be readable.
  if (ground !== undefined) {
    if (Array.isArray(ground))
      declarations.push(`background:rgb(${ground.join()})`, `color:${readableColour.on(ground)}`)
    else classes.push(`a-b${ground}`)
  } else if (Array.isArray(colour)) declarations.push(`color:${readableColour.both(colour)}`)
  else if (colour !== undefined) classes.push(`a-${colour}`)
  if (classes.length + declarations.length === 0) return html
  const className = classes.length > 0 ? ` class="${classes.join(' ')}"` : ''
  const inline = declarations.length > 0 ? ` style="${declarations.join(';')}"` : ''
  return `<span${className}${inline}>${html}</span>`
}
