const times = (text: string, count: number) => text.repeat(count)
const many = (count: number, of: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => of(index)).join('')

/** Input made to cost more than it weighs: depth, number, and what readers of text go back over again and again. */
export const huge = [
  times('<div>', 30_000),
  times('<b>', 30_000),
  times('<svg>', 20_000),
  times('<math><mtext><svg><title>', 8_000),
  times('<table>', 10_000),
  times('<a href=x>', 10_000),
  times('<b><p>x</b>', 5_000),
  many(300, (index) => `<b class=${index}>`) + times('<p>x</p>', 10_000),
  `<p ${many(10_000, (index) => ` a${index}=1`)}>x</p>`,
  times('<', 100_000),
  times('&', 100_000),
  times('<!--', 50_000),
  `<p style="${times('color:red;', 30_000)}">x</p>`,
  `<p style="${times('"', 100_000)}">x</p>`,
  `<svg><path fill="${times(' ', 200_000)}url(#a"/></svg>`,
  `<svg><path d="${times('M0 0L9 9', 40_000)}"/></svg>`,
  `<svg>${times('<g>', 5_000)}<rect width="9" height="9"/>`,
  `<svg>${times('<use href="#a"/>', 5_000)}<g id="a">x</g></svg>`,
  `<svg><defs>${many(25, (index) => `<g id="g${index}">${times(`<use href="#g${index + 1}"/>`, 10)}</g>`)}</defs><rect id="g25" width="9" height="9"/><use href="#g0"/></svg>`,
  `<svg>${many(25, (index) => `<pattern id="p${index}" width="1" height="1">${times(`<rect width="9" height="9" fill="url(#p${index + 1})"/>`, 10)}</pattern>`)}<rect width="9" height="9" fill="url(#p0)"/></svg>`,
  `<svg>${many(25, (index) => `<clipPath id="c${index}">${times(`<rect width="9" height="9" clip-path="url(#c${index + 1})"/>`, 10)}</clipPath>`)}<rect width="9" height="9" clip-path="url(#c0)"/></svg>`,
  `<!DOCTYPE svg [<!ENTITY a0 "ha">${many(25, (index) => `<!ENTITY a${index + 1} "${times(`&a${index};`, 10)}">`)}]><svg xmlns="http://www.w3.org/2000/svg"><text>&a25;</text></svg>`,
  `<img src="data:image/png;base64,${times('A', 300_000)}">`,
  `<img src="data:image/png;base64,${times(' ', 200_000)}!">`,
  `<a href="${times('/', 200_000)}:x">x</a>`,
  times('\u001b[31m', 40_000),
  times('\u001b[', 60_000),
  `${times('\u001b]', 40_000)}x`,
  times('x\r', 60_000),
  times('\b', 100_000),
  times('\n', 100_000),
]

/** The same for Markdown: what its parsers are known to go back over. */
export const hugeMarkdown = [
  times('[', 20_000),
  times('![', 10_000),
  times('[a](', 10_000),
  times('*a ', 10_000),
  times('_a__', 10_000),
  times('> ', 2_000),
  times('- ', 2_000),
  times('`', 20_000) + 'x',
  times('$', 20_000),
  times('$a', 10_000),
  `${times('\\begin{a}', 3_000)}x`,
  times('<a ', 10_000),
  times('<!--', 10_000),
  times('|', 10_000) + '\n' + times('-|', 5_000),
  times('&', 20_000),
  `[${times('x', 50_000)}]: y`,
]
