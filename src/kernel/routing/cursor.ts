/** Jupyter counts a cursor in Unicode code points, JavaScript in UTF-16 units: they differ behind an emoji. */
export function toUtf16(code: string, codePoints: number): number {
  let units = 0
  let points = 0
  for (const character of code) {
    if (points++ >= codePoints) break
    units += character.length
  }
  return units
}

export function toCodePoints(code: string, units: number): number {
  let points = 0
  let at = 0
  for (const character of code) {
    if (at >= units) break
    at += character.length
    points++
  }
  return points
}
