// Pointing at a mark of a chart, or going through its marks by arrow keys, tells the mark's row of the data.
const all = (selector, within = document) => [...within.querySelectorAll(selector)]
const tip = document.createElement('div')
tip.className = 'tip'
tip.hidden = true
tip.setAttribute('role', 'status')
document.body.append(tip)
const hide = () => (tip.hidden = true)

// All marks of one look are one path; each begins with a place of its own, and is as large as its part of the path.
const places = (picture, data) =>
  all('[data-marks]', data).flatMap((body) => {
    const marks = picture.querySelector(`[data-marks="${body.dataset.marks}"]`)
    const paths = !marks ? [] : marks.matches('path') ? [marks] : all('path', marks)
    const parts = paths.flatMap((path) =>
      path
        .getAttribute('d')
        .match(/M[^M]*/g)
        .map((d) => [path, d]),
    )
    const { rows } = body
    // Several marks of a row stand side by side.
    const each = parts.length / rows.length
    if (!each || each % 1) return []
    const titles = all('th', body.parentElement).map((cell) => cell.textContent)
    const named = titles.length > 1
    return parts.map(([path, d], index) => {
      const probe = path.cloneNode()
      probe.setAttribute('d', d)
      path.after(probe)
      const { x, y, width, height } = probe.getBBox()
      probe.remove()
      const cells = [...rows[Math.floor(index / each)].cells]
      const said = cells.map((cell, at) => (named ? `${titles[at]} ${cell.textContent}` : cell.textContent)).join(', ')
      return { path, said, from: [x, y], to: [x + width, y + height] }
    })
  })

for (const picture of all('.o-own')) {
  const data = picture.nextElementSibling
  if (!data?.querySelector('[data-marks]')) continue
  let marks
  let shown = -1
  const find = () => (marks ??= places(picture, data))
  // Where a mark is on the screen: left, top, right, bottom.
  const edges = ({ path, from, to }) =>
    [from, to].flatMap(([x, y]) => {
      const at = new DOMPoint(x, y).matrixTransform(path.getScreenCTM())
      return [at.x, at.y]
    })
  const show = (index) => {
    shown = index
    tip.textContent = marks[index].said
    tip.hidden = false
    const [left, top, right] = edges(marks[index])
    tip.style.left = `${Math.max(4, Math.min((left + right) / 2 + 8, innerWidth - tip.offsetWidth - 4))}px`
    tip.style.top = `${Math.max(4, top - tip.offsetHeight - 8)}px`
  }
  picture.tabIndex = 0
  picture.setAttribute('role', 'group')
  picture.setAttribute('aria-label', words.chart)
  picture.addEventListener('keydown', (event) => {
    const last = find().length - 1
    const next = { ArrowRight: Math.min(last, shown + 1), ArrowLeft: Math.max(0, shown - 1), Home: 0, End: last }
    if (event.key === 'Escape') hide()
    if (last < 0 || !(event.key in next)) return
    event.preventDefault()
    show(next[event.key])
  })
  picture.addEventListener('blur', hide)
  picture.addEventListener('pointermove', ({ clientX, clientY }) => {
    let [nearest, least] = [-1, 24]
    for (const [index, mark] of find().entries()) {
      const [left, top, right, bottom] = edges(mark)
      const distance = Math.hypot(
        Math.max(left - clientX, 0, clientX - right),
        Math.max(top - clientY, 0, clientY - bottom),
      )
      if (distance < least) [nearest, least] = [index, distance]
    }
    if (nearest < 0) hide()
    else show(nearest)
  })
  picture.addEventListener('pointerleave', hide)
}
addEventListener('scroll', hide, { passive: true })
