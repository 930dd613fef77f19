/**
 * Marks that look alike as one element: half the bytes, and a page with hundreds of dots is laid out as fast as one with
 * none. Each mark is a subpath that begins with an absolute `M`, so it can still be told where each is.
 *
 * @param svg of our own drawing, as svgo writes it: double quotes, elements without content closed in themselves
 */
export function joinMarks(svg: string): string {
  return svg
    .replace(/<path(?: [\w-]+="[^"]*")*? (?:display="none"|d="M[\d.\s-]*")\/>/g, '')
    .replace(/<g>\s*<\/g>/g, '')
    .replace(placed, '<text$1 x="$2" y="$3"$4>$5</text>')
    .replace(/(?:<path [^>]*\/>){2,}/g, joinPaths)
    .replace(/<g((?: [\w-]+="[^"]*")+)><path([^>]*)\/><\/g>/g, joinGroup)
}

/** A text that is only moved can say where it is in fewer letters. */
const placed =
  /<text((?: (?!x=|y=)[\w-]+="[^"]*")*) transform="translate\(([-\d.]+) ([-\d.]+)\)"((?: (?!x=|y=)[\w-]+="[^"]*")*)>([^<]*)<\/text>/g

function joinPaths(run: string): string {
  const joined: { look: string; d: string }[] = []
  for (const [, attributes = ''] of run.matchAll(/<path ([^>]*)\/>/g)) {
    const [, d = ''] = /(?:^| )d="([^"]*)"/.exec(attributes) ?? []
    const look = attributes.replace(/(?:^| )d="[^"]*"/, '').trim()
    const last = joined.at(-1)
    if (last?.look === look && !/\bid=|\bmarker/.test(look)) last.d += absolute(d)
    else joined.push({ look, d: absolute(d) })
  }
  return joined.map(({ look, d }) => `<path ${look}${look === '' ? '' : ' '}d="${d}"/>`).join('')
}

/** A path's first point is absolute even where it is written as `m`; the pairs after it are not. */
function absolute(d: string): string {
  return d.replace(/^m\s*(-?(?:\d+\.?\d*|\.\d+))[\s,]*(-?(?:\d+\.?\d*|\.\d+))\s*(?=([-.\d]?))/, (_, x, y, next) => {
    return `M${x} ${y}${next === '' ? '' : 'l'}`
  })
}

/** A group around one path says what the path can say itself. */
function joinGroup(whole: string, group: string, path: string): string {
  const names = (text: string): string[] => [...text.matchAll(/ ([\w-]+)="/g)].map(([, name = '']) => name)
  const isApart = names(group).every(
    (name) => !names(path).includes(name) && name !== 'opacity' && name !== 'transform',
  )
  return isApart ? `<path${group}${path}/>` : whole
}
