// What the page does beyond showing: choosing light or dark, marking the place in the contents, copying, and letting the
// keyboard reach what scrolls. Without it everything can be read.
const root = document.documentElement
const all = (selector, within = document) => [...within.querySelectorAll(selector)]

const store = {
  get(key) {
    try {
      return localStorage.getItem(key)
    } catch {
      return null // storage is forbidden: nothing is remembered
    }
  },
  set(key, value) {
    try {
      localStorage.setItem(key, value)
    } catch {
      // as above
    }
  },
}

const whenPainted = (action) => {
  let isDone = false
  const once = () => {
    if (!isDone) action()
    isDone = true
  }
  new PerformanceObserver((list) => {
    if (list.getEntriesByName('first-contentful-paint').length > 0) once()
  }).observe({ type: 'paint', buffered: true })
  // Not every browser tells when it has painted.
  setTimeout(once, 1000)
}

// ---- light and dark
const names = { system: words.system, light: words.light, dark: words.dark }
const themes = Object.keys(names)
const button = document.querySelector('.theme')
const showTheme = (theme) => {
  if (theme === 'system') delete root.dataset.theme
  else root.dataset.theme = theme
  button.textContent = words.theme.replace('{}', names[theme])
}
if (button) {
  showTheme(root.dataset.theme ?? 'system')
  button.addEventListener('click', () => {
    const theme = themes[(themes.indexOf(root.dataset.theme ?? 'system') + 1) % 3]
    showTheme(theme)
    store.set('vethbook-theme', theme)
  })
}

// ---- contents: open where there is room, and the section that is being read is marked
const list = document.querySelector('.contents details')
const links = all('.contents a')
const wide = matchMedia('(min-width: 66rem)')
if (list) {
  const settle = () => (list.open = wide.matches)
  wide.addEventListener('change', settle)
  settle()
  const places = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))))
  // Of what is not laid out yet, only the block that it stands in has a place.
  const top = (place) =>
    (root.classList.contains('whole') ? place : place.closest('main > *')).getBoundingClientRect().top
  const mark = () => {
    const line = innerHeight / 3
    const isEnd = scrollY + innerHeight >= root.scrollHeight - 4
    const past = places.filter((place) => top(place) < line).length
    const now = isEnd && scrollY > 0 ? links.length - 1 : past - 1
    links.forEach((link, index) => {
      if (index !== now) link.removeAttribute('aria-current')
      else if (!link.hasAttribute('aria-current')) {
        link.setAttribute('aria-current', 'true')
        const nav = link.closest('nav')
        const [box, frame] = [link.getBoundingClientRect(), nav.getBoundingClientRect()]
        if (wide.matches && (box.top < frame.top || box.bottom > frame.bottom)) {
          nav.scrollTop += box.top - frame.top - frame.height / 2
        }
      }
    })
  }
  let isAsked = false
  const ask = () => {
    if (isAsked) return
    isAsked = true
    requestAnimationFrame(() => {
      isAsked = false
      mark()
    })
  }
  addEventListener('scroll', ask, { passive: true })
  addEventListener('resize', ask)
  whenPainted(ask)
}

// ---- copying: the cell as it is, and its shell commands for a terminal
const copyButton = (word, name, text) => {
  const made = document.createElement('button')
  made.type = 'button'
  made.dataset.word = word
  made.setAttribute('aria-label', name)
  made.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(text())
      made.dataset.word = words.copied
    } catch {
      made.dataset.word = words.selected
      getSelection().selectAllChildren(made.closest('.in').querySelector('pre'))
    }
    setTimeout(() => (made.dataset.word = word), 1600)
  })
  return made
}
for (const input of all('.in')) {
  const code = input.querySelector('pre')
  const step = input.querySelector('.step').textContent.toLowerCase()
  const place = document.createElement('div')
  place.className = 'copies'
  if (input.hasAttribute('data-sh')) {
    const commands = () =>
      all('.sh', code)
        .map((each) => each.textContent.trim())
        .join('\n')
    place.append(copyButton(words.copyCommands, words.copyCommandsOf.replace('{}', step), commands))
  }
  place.append(copyButton(words.copy, words.copyStep.replace('{}', step), () => code.textContent))
  input.append(place)
}

// ---- what scrolls sideways can be reached by the keyboard
const reach = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth + 1) target.tabIndex = 0
    else if (!target.hasAttribute('role')) target.removeAttribute('tabindex') // what has a role is reached anyhow
  }
})
for (const box of all('.scroll, .in pre, .o-text, .o-picture, math[display=block]')) reach.observe(box)

// ---- once what is in sight is shown, and the browser has nothing to do, the rest of the page is laid out, too
const layOut = () => {
  const seen = document.elementFromPoint(innerWidth / 2, innerHeight / 3)?.closest('main > *')
  const before = seen?.getBoundingClientRect().top
  root.classList.add('whole')
  // What is being read stays where it is; not every browser sees to that, and none always.
  if (seen) scrollBy(0, seen.getBoundingClientRect().top - before)
}
whenPainted(() => {
  if (root.classList.replace('early', 'whole')) return
  if (globalThis.requestIdleCallback) requestIdleCallback(layOut, { timeout: 3000 })
  else setTimeout(layOut, 300)
})

// ---- on paper nothing is folded
addEventListener('beforeprint', () => {
  for (const each of all('main details:not([open], .data)')) {
    each.open = true
    each.dataset.closed = ''
  }
})
addEventListener('afterprint', () => {
  for (const each of all('details[data-closed]')) {
    each.open = false
    delete each.dataset.closed
  }
})
