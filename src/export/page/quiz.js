// Predictions: an answer is kept where the browser allows it, what happened unfolds, and the outcome further down tells
// what had been predicted.
const all = (selector, within = document) => [...within.querySelectorAll(selector)]
const storeKey = (key) => `vethbook-answer-${key}`
const recall = (key) => {
  try {
    return localStorage.getItem(storeKey(key))
  } catch {
    return null // storage is forbidden: an answer lasts as long as the page
  }
}
const remember = (key, answer) => {
  try {
    localStorage.setItem(storeKey(key), answer)
  } catch {
    // as above
  }
}

const parse = (text) => {
  try {
    return [...JSON.parse(text)]
  } catch {
    return [] // not ours
  }
}
const fill = (text, what) => text.replace('{}', () => what)
const tell = (key, answer) => {
  for (const each of all(`.outcome[data-key="${key}"] .mine`))
    each.textContent = answer ? fill(words.predicted, answer) : ''
}

for (const quiz of all('.quiz')) {
  const { key } = quiz.dataset
  const answer = quiz.querySelector('.answer')
  const verdict = quiz.querySelector('.verdict')
  const hasOutcome = quiz.querySelector('[data-right]') !== null
  const settle = (label) => {
    const said = label.querySelector('span').textContent
    const isRight = label.hasAttribute('data-right')
    quiz.classList.add('answered')
    verdict.textContent = hasOutcome ? (isRight ? words.cameTrue : words.wasWrong) : fill(words.kept, said)
    if (answer) answer.open = true
    tell(key, said)
  }
  const text = quiz.querySelector('.words input')
  if (text) {
    text.addEventListener('change', () => {
      const said = text.value.trim()
      if (!said) return
      remember(key, said)
      verdict.textContent = fill(words.kept, said)
      if (answer) answer.open = true
      tell(key, said)
    })
  }
  for (const input of all('input[type=radio]', quiz)) {
    input.addEventListener('change', () => {
      settle(input.closest('label'))
      remember(key, input.nextElementSibling.textContent)
    })
  }
  // Lines in an order, or gaps in commands: once all is filled in, whether it is the way that is known.
  const blanks = all('[data-right]:is(select, input)', quiz)
  for (const blank of blanks) {
    blank.addEventListener('change', () => {
      const said = blanks.map((each) => each.value.trim())
      remember(key, JSON.stringify(said))
      if (said.includes('')) return (verdict.textContent = '')
      const isRight = said.every((each, index) => each === blanks[index].dataset.right)
      verdict.textContent = isRight ? words.solved : words.notYet
      if (isRight) answer.open = true
    })
  }
  const kept = recall(key)
  if (kept === null) continue
  if (blanks.length > 0) {
    const said = parse(kept)
    for (const [index, blank] of blanks.entries()) blank.value = said[index] ?? ''
    continue
  }
  if (text) text.value = kept
  const chosen = all('label', quiz).find((label) => label.querySelector('span')?.textContent === kept)
  if (chosen) chosen.querySelector('input').checked = true
  // Shown as it was left, without moving what the reader looks at: nothing unfolds by itself.
  tell(key, kept)
}
