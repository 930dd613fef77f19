/** Notebooks that hold an attack in every place a notebook has for text: raw JSON, as a file would hold it. */

type Json = Record<string, unknown>

/** One attack as each kind of output, and as a MIME type's name. */
export function outputsOf(attack: string): Json[] {
  const bundle = (data: Json) => ({ output_type: 'display_data', data, metadata: { [attack]: attack } })
  return [
    { output_type: 'stream', name: 'stdout', text: attack },
    { output_type: 'stream', name: attack, text: `\u001b[31m${attack}\u001b]8;;javascript:pwned()\u0007x` },
    { output_type: 'error', ename: attack, evalue: attack, traceback: [attack, `\u001b[0;31m${attack}`] },
    bundle({ 'text/html': attack, 'text/plain': attack }),
    bundle({ 'text/html': `<table><tr><td>${attack}</td></tr></table>` }),
    bundle({ 'image/svg+xml': attack, 'text/plain': attack }),
    bundle({
      'image/svg+xml': `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text>${attack}</text></svg>`,
    }),
    bundle({
      'image/svg+xml': `<svg id="vb-0123456789"><title>${attack}</title><desc>${attack}</desc><g>${attack}</g></svg>`,
    }),
    bundle({ 'image/png': attack, 'image/jpeg': btoa(unescape(encodeURIComponent(attack))), 'text/plain': attack }),
    bundle({ 'text/markdown': attack }),
    bundle({ 'text/latex': `$${attack}$` }),
    bundle({ 'application/json': { [attack]: [attack] } }),
    bundle({ 'application/vnd.jupyter.widget-view+json': { model_id: attack }, 'text/plain': attack }),
    bundle({ 'application/javascript': `pwned()//${attack}` }),
    bundle({ 'application/vnd.plotly.v1+json': { data: [{ text: attack }] }, 'text/html': attack }),
    bundle({ [attack]: attack }),
    bundle({ 'application/vnd.vegalite.v5+json': chart(attack), 'text/plain': attack }),
    bundle({ 'application/vnd.vethbook.prediction.v1+json': question(attack), 'text/plain': attack }),
    bundle({ 'application/vnd.vethbook.check.v1+json': check(attack), 'text/plain': attack }),
    bundle({ 'application/vnd.vethbook.hint.v1+json': hint(attack), 'text/plain': attack }),
    bundle({ 'application/vnd.vethbook.events.v1+json': events(attack), 'text/plain': attack }),
  ]
}

export function cellsOf(attack: string): Json[] {
  const outputs = outputsOf(attack)
  return [
    { cell_type: 'markdown', id: attack, metadata: {}, source: attack },
    { cell_type: 'markdown', metadata: {}, source: `# ${attack}\n\n## ${attack}\n\n${attack}` },
    { cell_type: 'raw', metadata: { format: attack }, source: attack },
    { cell_type: 'code', execution_count: 1, id: attack, metadata: { tags: [attack] }, source: attack, outputs },
    { cell_type: 'code', execution_count: null, metadata: {}, source: `%%sh\n${attack}`, outputs: [] },
  ]
}

/** Attacks by names: of attachments, of the language, of the notebook. */
export function namesOf(attack: string): Json[] {
  const attachments = { [attack]: { [attack]: 'AAAA' }, 'x.png': { 'image/png': attack } }
  const source = `![x](<attachment:${attack.replace(/[<>\n]/g, '')}>) ![x](attachment:x.png)\n\n\`\`\`${attack.split('\n')[0]}\nx\n\`\`\``
  return [{ cell_type: 'markdown', metadata: {}, source, attachments }]
}

export function notebookOf(cells: Json[], attack = ''): string {
  const metadata = {
    title: attack,
    authors: [{ name: attack }],
    kernelspec: { name: attack, display_name: attack, language: attack },
    language_info: { name: attack, file_extension: attack, mimetype: attack, pygments_lexer: attack },
    lang: attack,
  }
  return JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata, cells })
}

function chart(attack: string): Json {
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
    title: attack,
    description: attack,
    data: { values: [{ a: attack, b: 1, u: 'https://canary.invalid/chart.png', h: 'javascript:pwned()' }] },
    layer: [
      {
        mark: 'point',
        encoding: { x: { field: 'a' }, y: { field: 'b' }, href: { field: 'h' }, tooltip: { field: 'a' } },
      },
      { mark: 'image', encoding: { x: { field: 'a' }, url: { field: 'u' } } },
      { data: { url: 'https://canary.invalid/data.json' }, mark: 'bar' },
    ],
  }
}

const question = (attack: string): Json => ({
  ...{ question: attack, choices: [attack, `b ${attack}`], answer: attack, isDefault: false },
  ...{ observed: attack, right: true, because: attack },
})
const check = (attack: string): Json => ({
  ...{ goal: attack, passed: false, saw: attack, wanted: attack, hint: attack, solution: attack },
})
const hint = (attack: string): Json => ({ goal: attack, hint: attack, number: 1, total: 2, isSolution: false })

function events(attack: string): Json[] {
  const added = [
    { kind: 'namespace-added', node: 'host', namespace: attack },
    { kind: 'link-added', node: 'host', namespace: attack, link: attack, linkKind: attack },
    { kind: 'address-added', node: 'host', namespace: attack, link: attack, address: attack },
  ]
  const link = {
    namespace: attack,
    link: attack,
    index: 2,
    linkKind: 'veth',
    up: true,
    carrier: true,
    operState: attack,
  }
  return [
    { v: 1, atMs: 0, kind: 'cell-started', cell: 1, code: attack },
    { v: 1, atMs: 1, kind: 'command-started', id: 1, command: attack },
    { v: 1, atMs: 2, kind: 'network-changed', changes: added },
    { v: 1, atMs: 3, kind: 'link-changed', ...link, state: 'up', change: 'changed' },
    { v: 1, atMs: 4, kind: 'reply-received', ping: 1, from: attack, to: attack, seq: 1, ttl: 64, rttMs: 0.1 },
    { v: 1, atMs: 5, kind: 'reply-lost', ping: 1, from: attack, to: attack, seq: 2, reason: attack, ageMs: 1 },
    { v: 1, atMs: 6, kind: 'check-failed', check: attack, saw: attack },
  ]
}
