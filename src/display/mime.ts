/** MIME types of what vethbook shows. Ours carry the data that an exported page needs, always beside SVG and text. */
export const mime = {
  text: 'text/plain',
  html: 'text/html',
  markdown: 'text/markdown',
  svg: 'image/svg+xml',
  png: 'image/png',
  /** JupyterLab 4.6 renders vega-lite v3 to v5; `$schema` must be v5 too. */
  vegaLite: 'application/vnd.vegalite.v5+json',
  topology: 'application/vnd.vethbook.topology.v1+json',
  events: 'application/vnd.vethbook.events.v1+json',
} as const
