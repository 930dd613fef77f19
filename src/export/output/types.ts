import type { Output } from '../../lesson/index.js'
import type { PageWords } from '../words/en.js'

/**
 * One output of a notebook as it came: nbformat 4's four kinds. Other people's files hold more than the format says
 * (text as lists of lines, missing metadata), so nothing beyond `output_type` is relied upon.
 */
export type NotebookOutput = Output

/** What an output becomes on the page. */
export interface RenderedOutput {
  /** Ready for the page: nothing in it but the elements and attributes of the allow-list (clean/schema.ts). '' shows nothing. */
  html: string
  /** The same in words, for a page's index, its summary and its search. Plain text: escape it before it becomes HTML. */
  text: string
  kind: OutputKind
  /** A picture's title, where it has one. Plain text. */
  title?: string
}

/** `not shown` stands for what needs a script or a server (widgets, plotly, bokeh): its HTML says so, with its text. */
export type OutputKind =
  'stream' | 'error' | 'picture' | 'html' | 'markdown' | 'maths' | 'json' | 'text' | 'not shown' | 'nothing'

/** What the page knows and an output does not. */
export interface OutputContext {
  /** Begins every id in this output: letters, digits and dashes, unlike every other output's on the page. */
  prefix: string
  /** Markdown → safe HTML, as the page renders its own cells. Outputs of type text/markdown are shown as text without it. */
  markdown?: (source: string) => string
  /** Where a picture has no words of its own. Plain text. */
  alt?: string
  /** What the page says about outputs; in English by default. */
  words?: PageWords
}

export interface CleanOptions {
  /** Begins every id, and every link to a place in the page, so that no id here can stand for another part of the page. */
  prefix: string
  /**
   * The picture behind a `src` that is no data URI (an attachment, a file beside the notebook) as a data URI;
   * undefined where there is none. A picture that cannot be had becomes its alt text: the page asks for no file.
   */
  picture?: (source: string) => string | undefined
}
