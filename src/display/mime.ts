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
  /** PredictionData. */
  prediction: 'application/vnd.vethbook.prediction.v1+json',
  /** CheckData. */
  check: 'application/vnd.vethbook.check.v1+json',
  /** PuzzleData. */
  puzzle: 'application/vnd.vethbook.puzzle.v1+json',
  /** HintData. */
  hint: 'application/vnd.vethbook.hint.v1+json',
  /** A view of a widget of the ipywidgets protocol: `{ version_major: 2, version_minor: 0, model_id }`. */
  widgetView: 'application/vnd.jupyter.widget-view+json',
} as const
