/** Names of links and namespaces are whatever someone typed: nothing reaches SVG or HTML but through here. */
export function escapeMarkup(text: string): string {
  return text.replace(unprintable, '\u{fffd}').replace(/[&<>"']/g, (character) => entities[character] ?? character)
}

/** Not allowed in XML 1.0, escaped or not: one of them would make the whole picture unreadable. */
const unprintable =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
