// Before anything is drawn: scripts are on, and a reader's choice of light or dark.
const root = document.documentElement
root.className = 'js'
try {
  const theme = localStorage.getItem('vethbook-theme')
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme
} catch {
  // Storage may be forbidden: the system's choice stands.
}
