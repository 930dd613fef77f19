/** Everything that the toolkit says, in English. A translation is one more file of this type: what it lacks does not compile. */
export const en = {
  prediction: {
    title: (question: string) => `Predict: ${question}`,
    chosen: (answer: string) => `Your prediction: ${answer}`,
    kept: (answer: string) => `Your prediction, from before: ${answer}`,
    taken: (answer: string) => `Nobody is here to predict; taken as default: ${answer}`,
    none: 'No prediction yet. You can go on without one.',
    byLine: (line: string) => `To predict in writing, add ${line} at the end of the call and run the cell again.`,
    buttons: 'Your prediction',
    predicted: (answer: string) => `Predicted: ${answer}`,
    notPredicted: 'Predicted: nothing',
    observed: (outcome: string) => `Observed: ${outcome}`,
    right: 'As predicted.',
    wrong: 'Not as predicted.',
    open: 'Compare the two.',
    because: (reason: string) => `Why: ${reason}`,
  },
  progress: {
    notKept: (path: string, reason: string) =>
      `What you do in this lesson is kept in memory only, until the kernel ends: ${path} cannot be used (${reason}).`,
    damaged: (path: string, aside: string) =>
      `${path} cannot be read as a lesson's progress. It was set aside as ${aside}, and the lesson starts over.`,
    newer: (path: string) =>
      `${path} was written by a newer vethbook. It stays as it is, and this lesson is kept in memory only.`,
    reset: 'The progress of this lesson is forgotten: predictions, checks and hints start over.',
  },
}

export type Catalogue = typeof en
