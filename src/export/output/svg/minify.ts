import type { Config } from 'svgo/browser'
import { joinMarks } from './join.js'

/** Larger pictures are cleaned as they are: each pass of the minifier goes through the whole tree. Characters. */
const largest = 3_000_000

/**
 * SVG made smaller and without style sheets: rules are written onto the elements they hold for. Marks of other people's
 * pictures stay one element each; those of ours are joined, and keep the name of their layer. A text that is no XML comes
 * back as it was.
 */
export async function minifySvg(svg: string, isOwn: boolean): Promise<string> {
  if (svg.length > largest) return svg
  // The bundle for browsers: it needs no file access, and loads three times faster.
  const { optimize } = await import('svgo/browser')
  try {
    const small = circles(optimize(isOwn ? asDots(withLayers(svg)) : svg, configure(svg, isOwn)).data)
    return isOwn ? joinMarks(small) : small
  } catch {
    // Not well-formed, or not to svgo's liking: the reader of HTML takes it, as a browser would.
    return svg
  }
}

/** vega-lite names a layer's marks by its place in the spec: `layer_2_marks`. */
function withLayers(svg: string): string {
  return svg.replace(/class="mark-(?:symbol|rect|rule) role-mark (?:(\w+)_)?marks"/g, (_, layer = '') => {
    return `data-marks="${layer}"`
  })
}

const dot =
  / d="M([\d.]+),0A\1,\1,0,1,1,-[\d.]+,0A\1,\1,0,1,1,\1,0" fill="(#\w+)" stroke-width="[\d.]+"(?= opacity="[\d.]+"\/>)/g

/** A dot is the round end of a line without length: a place and nothing else, once its neighbours are joined to it. */
function asDots(svg: string): string {
  return svg.replace(dot, (_, radius: string, fill: string) => {
    return ` d="M0,0h0" fill="none" stroke="${fill}" stroke-linecap="round" stroke-width="${2 * Number(radius)}"`
  })
}

function configure(svg: string, isOwn: boolean): Config {
  const floatPrecision = decimals(svg)
  return {
    multipass: svg.length < largest / 10,
    floatPrecision,
    plugins: [
      {
        name: 'preset-default',
        params: {
          overrides: {
            // Ids get their prefix later, with all that refers to them.
            cleanupIds: isOwn ? false : { force: true },
            // Rules of our own pictures turn neutral colours for dark pages: the page's style sheet does that, by these colours.
            convertColors: isOwn ? false : {},
            inlineStyles: isOwn
              ? false
              : { onlyMatchedOnce: false, removeMatchedSelectors: true, useMqs: ['', 'screen'] },
            mergePaths: false,
            // Of our own pictures, which are some hundred pixels wide.
            ...(isOwn && { convertPathData: { floatPrecision: 1 } }),
            removeDesc: false,
            removeHiddenElems: false,
          },
        },
      },
      'removeStyleElement',
      // What a drawing library says about its marks is checked by no one and read by no one: the picture has words.
      { name: 'removeAttrs', params: { attrs: ['aria-(?!label$).*', 'role', 'class'] } },
    ],
  }
}

const round = /<path d="M([\d.]+) ([\d.]+)a([\d.]+) \3 0 1 1-([\d.]+) 0 \3 \3 0 1 1 \4 0"/g

/** Vega draws each dot as two arcs; a circle says the same in half the letters. */
function circles(svg: string): string {
  return svg.replace(round, (whole, x: string, y: string, radius: string, width: string) => {
    const r = Number(radius)
    if (Math.abs(2 * r - Number(width)) > 0.02) return whole
    return `<circle cx="${Number((Number(x) - r).toFixed(2))}" cy="${Number(y)}" r="${r}"`
  })
}

/** A hundredth of a pixel is enough; a picture whose whole height is one unit needs more. */
function decimals(svg: string): number {
  const [, sides = ''] = /viewBox=["']([^"']*)/.exec(svg) ?? []
  const [, , width, height] = sides
    .trim()
    .split(/[\s,]+/)
    .map(Number)
  const side = Math.min(width ?? 100, height ?? 100)
  return side > 0 && side < 50 ? Math.min(6, 2 + Math.ceil(Math.log10(50 / side))) : 2
}
