import type { Root } from 'hast'
import { toHtml } from 'hast-util-to-html'

/**
 * A cleaned tree as text. Beyond what HTML demands, `<` and `>` are escaped in attributes, too: whoever looks for a tag
 * in this text, with whatever tool, finds those of the allow-list and no other.
 */
export function writeHtml(tree: Root): string {
  const html = toHtml(tree, {
    closeEmptyElements: true,
    tightSelfClosing: true,
    characterReferences: { useNamedReferences: true },
  })
  return html.replace(startTag, (tag) => tag.replace(/"[^"]*"/g, escapeAngles))
}

/** In text no `<` stands unescaped, and all attributes are in double quotes. */
const startTag = /<[a-z][^\s/>]*(?:\s[^\s"=/>]+(?:="[^"]*")?)*\/?>/gi

function escapeAngles(value: string): string {
  return value.replace(/</g, '&lt;').replace(/>/g, '&gt;')
}
