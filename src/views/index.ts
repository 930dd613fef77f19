/** Data of a network → what a front end can show. Pure functions; every bundle has words (text/plain and alt text). */
export type { ChartOptions } from './chart/draw-chart.js'
export { foreignChart } from './chart/foreign-chart.js'
export { heatMap } from './matrix/heat-map.js'
export { explanationPicture } from './explain/explanation-picture.js'
export { explanationText } from './explain/explanation-text.js'
export { linkBands } from './links/link-bands.js'
export { timelineText } from './links/timeline-words.js'
export { neutral, palette, stateColour } from './palette.js'
export { englishPictures, tellPicturesIn, type PictureTexts } from './picture-words.js'
export { pingText } from './ping/ping-words.js'
export { rttPlot } from './ping/rtt-plot.js'
export { captureDiagram, traceDiagram, type TraceWords } from './sequence/capture-diagram.js'
export { drawPng } from './png.js'
export { sequenceDiagram } from './sequence/sequence-diagram.js'
export { watchPanel } from './watch/watch-panel.js'
export { throughputPlot } from './throughput/throughput-plot.js'
export { formatRate, throughputText } from './throughput/throughput-words.js'
export { labTimeline } from './timeline/lab-timeline.js'
export { changesTable, englishChanges, type ChangeWords } from './tables/changes-table.js'
export { pingSummary } from './tables/ping-summary.js'
export { stateTable } from './tables/state-table.js'
export type { TopologyLayout } from './topology/layout.js'
export {
  topologyPicture,
  type TopologyData,
  type TopologyOptions,
  type TopologyPicture,
} from './topology/topology-picture.js'
