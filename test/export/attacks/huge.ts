const times = (text: string, count: number) => text.repeat(count)
const many = (count: number, of: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => of(index)).join('')

/** Input made to cost more than it weighs: depth, number, and what readers of text go back over again and again. */
export const huge = [
  times('<div>', 7500),
  times('<b>', 7500),
  times('<svg>', 5000),
  times('<math><mtext><svg><title>', 2000),
  times('<table>', 2500),
  times('<a href=x>', 2500),
  times('<b><p>x</b>', 1250),
  many(300, (index) => `<b class=${index}>`) + times('<p>x</p>', 2500),
  `<p ${many(2500, (index) => ` a${index}=1`)}>x</p>`,
  times('<', 25000),
  times('&', 25000),
  times('<!--', 12500),
  `<p style="${times('color:red;', 7500)}">x</p>`,
  `<p style="${times('"', 25000)}">x</p>`,
  `<svg><path fill="${times(' ', 50000)}url(#a"/></svg>`,
  `<svg><path d="${times('M0 0L9 9', 10000)}"/></svg>`,
  `<svg>${times('<g>', 1250)}<rect width="9" height="9"/>`,
  `<svg>${times('<use href="#a"/>', 1250)}<g id="a">x</g></svg>`,
  `<svg><defs>${many(25, (index) => `<g id="g${index}">${times(`<use href="#g${index + 1}"/>`, 10)}</g>`)}</defs><rect id="g25" width="9" height="9"/><use href="#g0"/></svg>`,
  `<svg>${many(25, (index) => `<pattern id="p${index}" width="1" height="1">${times(`<rect width="9" height="9" fill="url(#p${index + 1})"/>`, 10)}</pattern>`)}<rect width="9" height="9" fill="url(#p0)"/></svg>`,
  `<svg>${many(25, (index) => `<clipPath id="c${index}">${times(`<rect width="9" height="9" clip-path="url(#c${index + 1})"/>`, 10)}</clipPath>`)}<rect width="9" height="9" clip-path="url(#c0)"/></svg>`,
  `<!DOCTYPE svg [<!ENTITY a0 "ha">${many(25, (index) => `<!ENTITY a${index + 1} "${times(`&a${index};`, 10)}">`)}]><svg xmlns="http://www.w3.org/2000/svg"><text>&a25;</text></svg>`,
  `<img src="data:image/png;base64,${times('A', 75000)}">`,
  `<img src="data:image/png;base64,${times(' ', 50000)}!">`,
  `<a href="${times('/', 50000)}:x">x</a>`,
  times('\u001b[31m', 10000),
  times('\u001b[', 15000),
  `${times('\u001b]', 10000)}x`,
  times('x\r', 15000),
  times('\b', 25000),
  times('\n', 25000),
]

/** The same for Markdown: what its parsers are known to go back over. */
export const hugeMarkdown = [
  times('[', 5000),
  times('![', 2500),
  times('[a](', 2500),
  times('*a ', 2500),
  times('_a__', 2500),
  times('> ', 2_000),
  times('- ', 2_000),
  times('`', 5000) + 'x',
  times('$', 5000),
  times('$a', 2500),
  `${times('\\begin{a}', 3_000)}x`,
  times('<a ', 2500),
  times('<!--', 2500),
  times('|', 2500) + '\n' + times('-|', 1250),
  times('&', 5000),
  `[${times('x', 12500)}]: y`,
]
