/** What a cell sees of lessons: this door leads to no kernel and no notebook file, which a cell's start has no need of. */
export { LessonError } from './context.js'
export { lesson, type Lesson } from './lesson.js'
export type { Observation, ObservedOptions, Prediction, PredictOptions } from './predict/prediction.js'
export type { LanguageName } from './text/language.js'
