// Before anything is drawn: scripts are on, and a reader's choice of light or dark.
const root = document.documentElement
// A page that opens at its start draws what is in sight first.
const [{ type } = {}] = performance.getEntriesByType('navigation')
root.className = type === 'navigate' && !location.hash ? 'js early' : 'js'
try {
  const theme = localStorage.getItem('vethbook-theme')
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme
} catch {
  // Storage may be forbidden: the system's choice stands.
}
