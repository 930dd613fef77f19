/**
 * What our own views and cards bring along of their look, for places that have none: the page's look is quieter, and said
 * once in its style sheet.
 *
 * @param html of an output, cleaned
 * @param language the page's: what says that it is in this one has no need to
 */
export function inPageStyle(html: string, language: string): string {
  const inCards = html
    .replace(card, asCard)
    .replaceAll(`<div lang="${language}" class="card"`, '<div class="card"')
    .replaceAll('<pre style="padding-left:12px;white-space:pre-wrap">', '<pre class="card-code">')
  return inCards.replace(/<table style=[^]*?<\/table>/g, (table) => {
    return table.includes(';padding:2px 12px 2px 0;') ? asTable(table) : table
  })
}

/** As src/lesson/toolkit/card.ts writes it, and the sanitiser leaves it. */
const card =
  / style="padding:2px 0 2px 12px;border-left:4px solid (#[0-9a-f]{6});max-width:44em"><div style="font-weight:600">/g

function asCard(_: string, colour: string): string {
  return ` class="card"${colour === '#808080' ? '' : ` style="--mark:${colour}"`}><div>`
}

/** A table of which each cell is a number says so once. */
function asTable(table: string): string {
  const plain = table
    .replaceAll(/ style="text-align:(left|right);padding:2px 12px 2px 0;[^"]*"/g, (_, side: string) =>
      side === 'right' ? ' class="num"' : '',
    )
    .replaceAll(/<(table|caption) style="[^"]*"/g, '<$1')
    .replaceAll(' scope="col"', '')
  const isOfNumbers = !/<t[hd](?! class="num")[ >]/.test(plain)
  return isOfNumbers ? plain.replaceAll(' class="num"', '').replace('<table', '<table class="nums"') : plain
}
