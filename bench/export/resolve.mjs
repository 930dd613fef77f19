/**
 * The harness stands outside this checkout and may have no packages installed beside it: what it imports is then found
 * among ours. Given to Node by `--import`, which its own child processes inherit.
 */
import { register } from 'node:module'

register(
  `data:text/javascript,${encodeURIComponent(`
    export async function resolve(specifier, context, next) {
      try {
        return await next(specifier, context)
      } catch (error) {
        if (error.code !== 'ERR_MODULE_NOT_FOUND' || /^[./]/.test(specifier)) throw error
        return next(specifier, { ...context, parentURL: ${JSON.stringify(import.meta.url)} })
      }
    }
  `)}`,
)
