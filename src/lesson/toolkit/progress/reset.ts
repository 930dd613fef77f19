import { currentSink, mime } from '../../../display/index.js'
import { forgetGoals } from '../check/goals.js'
import { catalogue } from '../text/language.js'
import { resetProgress } from './progress.js'

/** Forgets what is kept of this notebook, and says so. */
export async function resetLesson(): Promise<void> {
  const words = await catalogue()
  resetProgress(words)
  forgetGoals()
  currentSink().display({ [mime.text]: words.progress.reset })
}
