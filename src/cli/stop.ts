/** Ctrl+C, and what ends a job in CI, ends the kernel and its sandboxes first. */
export function stopOnSignals(): AbortController {
  const controller = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => controller.abort())
  return controller
}
