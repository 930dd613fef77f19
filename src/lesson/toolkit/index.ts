/** What a cell sees of lessons: this door leads to no kernel and no notebook file, which a cell's start has no need of. */
export type { CheckOptions, CheckResult } from './check/check.js'
export {
  absent,
  all,
  exists,
  hasAddress,
  hasRoute,
  isolated,
  isPortOf,
  isUp,
  learned,
  not,
  reaches,
  type Predicate,
  type Where,
} from './check/predicate.js'
export type { Test, Verdict } from './check/test.js'
export { LessonError } from './context.js'
export { lesson, type Lesson } from './lesson.js'
export type { Observation, ObservedOptions, Prediction, PredictOptions } from './predict/prediction.js'
export type { Diagnosis, Repair, SaidAnswer, Solution } from '../practice/attempt.js'
export type { BreakOptions } from '../practice/begin.js'
export type { PracticeTask } from '../practice/practice.js'
export type { GapsOptions } from './gaps/gaps.js'
export type { OrderOptions, OrderResult } from './order/order.js'
export type { SectionOptions, SectionStart } from './section/section.js'
export type { ManualPageLink } from './summary/manual-pages.js'
export type { PracticeProgress } from './progress/data.js'
export type { LessonSummary } from './summary/summary.js'
export type { LanguageName } from './text/language.js'
