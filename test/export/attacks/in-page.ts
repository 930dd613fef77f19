/** Scripts that a test runs in the browser's page; as text, since the DOM's types are not those of the project. */

/** Everything that a handler could wait for, on every element; links lead as far as the page itself. */
export const provoke = `(() => {
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a')
    if (link && !/^\\s*javascript/i.test(link.getAttribute('href') ?? '')) event.preventDefault()
  })
  for (const details of document.querySelectorAll('details')) details.open = true
  const events = 'click mouseover mouseenter pointerenter focus focusin toggle animationstart error load'.split(' ')
  for (const element of document.querySelectorAll('main :not(.copies *, .replay button)')) {
    for (const name of events) element.dispatchEvent(new Event(name, { bubbles: true, cancelable: true }))
  }
})()`

export const twoFrames = `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))`

/** @returns string[]: what in the page's own tree should not be there */
export const strangers = `(() => {
  const found = []
  const ids = new Map()
  const forbidden = 'iframe, object, embed, form, base, foreignObject, animate, set, template, textarea, video, audio, ' +
    'select, meta:not(head > meta), link:not(head > link), style:not(head > style), script[src]'
  for (const element of document.querySelectorAll(forbidden)) found.push(element.outerHTML.slice(0, 200))
  for (const element of document.querySelectorAll('*')) {
    if (element.id !== '') ids.set(element.id, (ids.get(element.id) ?? 0) + 1)
    for (const { name, value } of element.attributes) {
      if (/^on/i.test(name) || /^\\s*(javascript|vbscript):/i.test(value) && !/^(title|alt|data-.*|aria-label)$/.test(name)) {
        found.push(element.tagName + ' ' + name + '=' + value)
      }
    }
    if (element instanceof HTMLAnchorElement && !/^(https?:|mailto:|file:|:?)$/.test(element.protocol)) found.push(element.href)
    if (/fixed|absolute|sticky/.test(element.style?.position ?? '')) found.push(element.outerHTML.slice(0, 200))
  }
  for (const [id, count] of ids) if (count > 1) found.push('id ' + id + ' ' + count + ' times')
  const scripts = [...document.scripts].filter((script) => script.type !== 'application/json')
  if (scripts.length > 2) found.push(scripts.length + ' scripts')
  for (const element of document.querySelectorAll('main > :not(.text, .cell, h1), .cell .cell, .page > :nth-child(n + 5)')) {
    found.push('out of its place: ' + element.outerHTML.slice(0, 200))
  }
  const [page, ...others] = [...document.body.children].filter((each) => !each.matches('.skip, script, .tip'))
  if (page?.lastElementChild?.className !== 'foot' || others.length > 0) found.push('a page that is taken apart')
  const width = document.documentElement.scrollWidth - innerWidth
  if (width > 0) found.push('wider than the page by ' + width)
  if (document.getElementById('text')?.tagName !== 'MAIN') found.push('#text is not the main part')
  return found
})()`
