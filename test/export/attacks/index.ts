/**
 * Attacks on the exported page, by class. What runs calls `pwned()`, what fetches asks a host of canary.invalid: a
 * browser tells of both. Each is written here; the ideas are the field's (OWASP's XSS filter evasion cheat sheet, the
 * reports on mutation XSS of DOMPurify, CommonMark and TeX renderers).
 */
import { addresses } from './addresses.js'
import { clobbering } from './clobbering.js'
import { handlers } from './handlers.js'
import { mutations } from './mutations.js'
import { navigation } from './navigation.js'
import { scripts } from './scripts.js'
import { styles } from './styles.js'
import { svg } from './svg.js'
import { templates } from './templates.js'

export { huge, hugeMarkdown } from './huge.js'
export { markdown } from './markdown.js'

/** Markup that stands wherever a notebook may hold text. */
export const markup: Record<string, readonly string[]> = {
  scripts,
  handlers,
  addresses,
  svg,
  mutations,
  styles,
  clobbering,
  navigation,
  templates,
}
