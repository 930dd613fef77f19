// Pointing at a dot of a chart tells its row of the data, where the two are known to go together.
const all = (selector, within = document) => [...within.querySelectorAll(selector)]
const tip = document.createElement('div')
tip.className = 'tip'
tip.hidden = true
tip.setAttribute('aria-hidden', 'true') // the table tells the same
document.body.append(tip)

for (const picture of all('.o-own')) {
  const table = picture.nextElementSibling?.matches('.data') && picture.nextElementSibling.querySelector('table')
  const dots = all('circle', picture)
  const rows = table ? all('tbody tr', table) : []
  if (dots.length < 2 || dots.length !== rows.length) continue
  const titles = all('th', table).map((cell) => cell.textContent)
  picture.addEventListener('pointermove', (event) => {
    const distances = dots.map((dot) => {
      const { x, y, width, height } = dot.getBoundingClientRect()
      return Math.hypot(x + width / 2 - event.clientX, y + height / 2 - event.clientY)
    })
    const least = Math.min(...distances)
    tip.hidden = least > 24
    if (tip.hidden) return
    const index = distances.indexOf(least)
    tip.textContent = [...rows[index].cells].map((cell, at) => `${titles[at]} ${cell.textContent}`).join(', ')
    const { x, y } = dots[index].getBoundingClientRect()
    tip.style.left = `${Math.max(4, Math.min(x + 12, innerWidth - tip.offsetWidth - 4))}px`
    tip.style.top = `${y - tip.offsetHeight - 6}px`
  })
  picture.addEventListener('pointerleave', () => (tip.hidden = true))
}
addEventListener('scroll', () => (tip.hidden = true), { passive: true })
