/** Data of a network → what a front end can show. Pure functions; every bundle has words (text/plain and alt text). */
export { rttPlot } from './ping/rtt-plot.js'
export { linkBands } from './links/link-bands.js'
