import type { Locator } from 'playwright-core'

/** Red, green and blue, 0 to 255. */
type Colour = [number, number, number]

/** Contrast ratio of two colours, 1 to 21. Source: WCAG 2.2, "contrast ratio". */
export function contrast(one: Colour, other: Colour): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

/** 0 for black to 1 for white. */
export function luminance(colour: Colour): number {
  const [red = 0, green = 0, blue = 0] = colour.map((value) => {
    const share = value / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** `rgb(17, 17, 17)` or `rgba(0, 0, 0, 0.87)` as a browser computes it, seen on a ground. */
export function parseColour(computed: string, ground: Colour = [255, 255, 255]): Colour {
  const numbers = /^rgba?\(([\d., ]+)\)$/.exec(computed)?.[1]?.split(', ').map(Number)
  if (numbers === undefined || numbers.length < 3) throw new Error(`no colour: ${computed}`)
  const [red = 0, green = 0, blue = 0, alpha = 1] = numbers
  const over = (value: number, below: number) => value * alpha + below * (1 - alpha)
  return [over(red, ground[0]), over(green, ground[1]), over(blue, ground[2])]
}

/** What the eye sees of an element: the colour that most of it has, and the colour that stands out most from that. */
export async function seenColours(element: Locator): Promise<{ ground: Colour; ink: Colour }> {
  const png = (await element.screenshot()).toString('base64')
  const counts = await element.page().evaluate(countColours, png)
  const colours = Object.entries(counts).sort(([, a], [, b]) => b - a)
  const seen = colours.map(([colour]) => colour.split(',').map(Number) as Colour)
  const ground = seen[0]!
  const ink = seen.reduce((best, each) => (contrast(each, ground) > contrast(best, ground) ? each : best))
  return { ground, ink }
}

/** Runs in the page. */
async function countColours(png: string): Promise<Record<string, number>> {
  interface Canvas {
    getContext(kind: '2d'): { drawImage(image: object, x: number, y: number): void; getImageData: GetImageData }
  }
  type GetImageData = (x: number, y: number, width: number, height: number) => { data: Uint8ClampedArray }
  const page = globalThis as unknown as {
    createImageBitmap(blob: Blob): Promise<{ width: number; height: number }>
    OffscreenCanvas: new (width: number, height: number) => Canvas
  }
  const image = await page.createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob())
  const context = new page.OffscreenCanvas(image.width, image.height).getContext('2d')
  context.drawImage(image, 0, 0)
  const { data } = context.getImageData(0, 0, image.width, image.height)
  const counts: Record<string, number> = {}
  for (let at = 0; at < data.length; at += 4) {
    const colour = `${data[at]},${data[at + 1]},${data[at + 2]}`
    counts[colour] = (counts[colour] ?? 0) + 1
  }
  return counts
}
