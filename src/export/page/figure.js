// Pointing at a dot of a chart, or going through its dots by arrow keys, tells the dot's row of the data.
const all = (selector, within = document) => [...within.querySelectorAll(selector)]
const tip = document.createElement('div')
tip.className = 'tip'
tip.hidden = true
tip.setAttribute('role', 'status')
document.body.append(tip)
const hide = () => (tip.hidden = true)

for (const picture of all('.o-own')) {
  const data = picture.nextElementSibling?.matches('.data') && picture.nextElementSibling
  const dots = !data
    ? []
    : all('[data-marks]', data).flatMap((body) => {
        const mark = picture.querySelector(`path[data-marks="${body.dataset.marks}"]`)
        // All dots of one look are one path; each begins where it stands.
        const places = [...(mark?.getAttribute('d').matchAll(/M(-?[\d.]+) ?(-?[\d.]+)/g) ?? [])]
        if (places.length !== body.rows.length) return []
        const titles = all('th', body.parentElement).map((cell) => cell.textContent)
        return places.map(([, x, y], index) => ({ mark, x, y, titles, cells: body.rows[index].cells }))
      })
  if (dots.length === 0) continue
  const onScreen = ({ mark, x, y }) => new DOMPoint(x, y).matrixTransform(mark.getScreenCTM())
  let shown = -1
  const show = (index) => {
    shown = index
    const { titles, cells } = dots[index]
    tip.textContent = [...cells].map((cell, at) => `${titles[at]} ${cell.textContent}`).join(', ')
    tip.hidden = false
    const { x, y } = onScreen(dots[index])
    tip.style.left = `${Math.max(4, Math.min(x + 8, innerWidth - tip.offsetWidth - 4))}px`
    tip.style.top = `${Math.max(4, y - tip.offsetHeight - 8)}px`
  }
  picture.tabIndex = 0
  picture.setAttribute('role', 'group')
  picture.setAttribute('aria-label', 'Chart: the arrow keys go from point to point')
  picture.addEventListener('keydown', (event) => {
    const last = dots.length - 1
    const next = { ArrowRight: Math.min(last, shown + 1), ArrowLeft: Math.max(0, shown - 1), Home: 0, End: last }
    if (event.key === 'Escape') hide()
    if (!(event.key in next)) return
    event.preventDefault()
    show(next[event.key])
  })
  picture.addEventListener('blur', hide)
  picture.addEventListener('pointermove', (event) => {
    let [nearest, least] = [-1, 24]
    for (const [index, dot] of dots.entries()) {
      const { x, y } = onScreen(dot)
      const distance = Math.hypot(x - event.clientX, y - event.clientY)
      if (distance < least) [nearest, least] = [index, distance]
    }
    if (nearest < 0) hide()
    else show(nearest)
  })
  picture.addEventListener('pointerleave', hide)
}
addEventListener('scroll', hide, { passive: true })
