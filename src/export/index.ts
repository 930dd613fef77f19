/** An executed notebook → one offline page, a series of them, paper, or a notebook whose outputs show everywhere. */
export { lessonPage, type LessonContext, type LessonPage, type SeriesPlace } from './lesson-page.js'
export { seriesPages, type SeriesFile } from './series.js'
export { ChromiumError, printPdf } from './pdf.js'
export { portableNotebook } from './portable-notebook.js'
export { pictureBeside } from './picture-beside.js'
