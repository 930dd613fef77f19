/** Outputs and raw HTML of untrusted notebooks → HTML that is safe to stand in a page. */
export { attachmentAddress } from './attachment.js'
export { cleanHtml } from './clean/clean-html.js'
export { dataUriAddress, linkAddress, pictureAddress } from './clean/address.js'
export { joinStreams, renderOutput } from './render-output.js'
export { scrollable } from './text-html.js'
export type { CleanOptions, NotebookOutput, OutputContext, OutputKind, RenderedOutput } from './types.js'
