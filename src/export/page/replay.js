// Replays a lab's life: a slider and a button move through its steps, and picture, strip, acting cell and words follow.
const all = (selector, within = document) => [...within.querySelectorAll(selector)]

for (const box of all('.replay')) {
  const { lines, pictures, steps } = JSON.parse(box.querySelector('script').textContent)
  const part = (name) => box.querySelector(name)
  const [net, strip, veil, now, play, range] = ['.net', '.strip', '.veil', '.now', '.play', 'input'].map(part)
  const [when, who, what] = ['.when', '.who', '.what'].map(part)
  const wide = strip.viewBox.baseVal.width
  const [from, to] = ['--from', '--to'].map((name) => Number(range.style.getPropertyValue(name)) * wide)
  let shown = -1

  const show = (index, isActing) => {
    const [atMs, step, said, picture] = steps[index]
    if (steps[shown]?.[3] !== picture) net.innerHTML = pictures[picture].map((line) => lines[line]).join('')
    shown = index
    const x = from + ((wide - from - to) * index) / (steps.length - 1)
    veil.setAttribute('x', x)
    veil.setAttribute('width', wide - x)
    now.setAttribute('transform', `translate(${x})`)
    when.textContent = `${(atMs / 1000).toFixed(2)} s`
    who.hidden = step === ''
    who.textContent = words.step.replace('{}', step)
    who.href = `#step-${step.replace('.', '-')}`
    what.textContent = said
    range.value = index
    const parts = [index + 1, steps.length, said]
    range.setAttribute(
      'aria-valuetext',
      words.at.replace(/\{\}/g, () => parts.shift()),
    )
    for (const cell of all('.acting')) cell.classList.remove('acting')
    if (isActing && step) document.getElementById(who.hash.slice(1))?.classList.add('acting')
  }

  let timer
  const stop = () => {
    clearInterval(timer)
    timer = undefined
    play.textContent = words.play
  }
  play.addEventListener('click', () => {
    if (timer !== undefined) return stop()
    if (shown === steps.length - 1) show(0, true)
    play.textContent = words.pause
    timer = setInterval(() => {
      show(shown + 1, true)
      if (shown === steps.length - 1) stop()
    }, 1100)
  })
  range.addEventListener('input', () => {
    stop()
    show(Number(range.value), true)
  })
  show(steps.length - 1, false)
}
