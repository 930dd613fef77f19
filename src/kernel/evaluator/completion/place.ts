import ts from 'typescript'
import type { CodePlace, Named } from '../../../display/index.js'
import { magicOf } from '../magic.js'

/** A place, and where its text begins in the cell (UTF-16 offset). */
export interface FoundPlace {
  place: CodePlace
  offset: number
}

/**
 * Where the cursor stands in a cell, if others than TypeScript may have something to say there: in a magic cell, in a
 * tagged template, in a string among a method's arguments.
 *
 * @param valueOf the value of `lab.sh` by `['lab', 'sh']`; undefined where it is not known
 */
export function placeAt(
  code: string,
  cursor: number,
  valueOf: (path: readonly string[]) => unknown,
): FoundPlace | undefined {
  return magicPlace(code, cursor) ?? sourcePlace(code, cursor, valueOf)
}

function magicPlace(code: string, cursor: number): FoundPlace | undefined {
  const head = /^\s*%%(\S*)/.exec(code)
  if (!head) return undefined
  const magic = magicOf(code) ?? { name: '', arguments: '', body: '' }
  const firstLine = code.indexOf('\n', head[0].length)
  const lineEnd = firstLine < 0 ? code.length : firstLine
  const part = (kind: 'magic-name' | 'magic-arguments' | 'magic-body', from: number, to: number): FoundPlace => ({
    place: { kind, magic, text: code.slice(from, to), cursor: cursor - from },
    offset: from,
  })
  const nameAt = head[0].length - (head[1] ?? '').length
  if (cursor < nameAt) return undefined
  if (cursor <= head[0].length) return part('magic-name', nameAt, head[0].length)
  return cursor <= lineEnd
    ? part('magic-arguments', head[0].length, lineEnd)
    : part('magic-body', lineEnd + 1, code.length)
}

function sourcePlace(
  code: string,
  cursor: number,
  valueOf: (path: readonly string[]) => unknown,
): FoundPlace | undefined {
  const literal = literalAt(code, cursor)
  if (!literal) return undefined
  const { node, source } = literal
  const named = (expression: ts.Expression): Named => {
    const path = pathOf(expression)
    return { name: expression.getText(source), value: path && valueOf(path) }
  }
  const template = templateOf(node)
  if (template) {
    const from = template.getStart(source) + 1
    const to = insideEnd(template, code)
    const place: CodePlace = {
      kind: 'template',
      tag: named(tagOf(template.parent as ts.TaggedTemplateExpression)),
      text: withoutHoles(template, code, from, to),
      cursor: cursor - from,
    }
    return { place, offset: from }
  }
  const argument = ts.isStringLiteralLike(node) && argumentOf(node)
  if (!argument) return undefined
  const from = node.getStart(source) + 1
  const { call, index, property } = argument
  const { expression, name } = call.expression as ts.PropertyAccessExpression
  const place: CodePlace = {
    kind: 'argument',
    receiver: named(expression),
    method: name.text,
    index,
    ...(property !== undefined && { property }),
    text: code.slice(from, insideEnd(node, code)),
    cursor: cursor - from,
  }
  return { place, offset: from }
}

type TemplatePart = ts.NoSubstitutionTemplateLiteral | ts.TemplateHead | ts.TemplateMiddle | ts.TemplateTail
type Literal = ts.StringLiteral | TemplatePart

/** The string, or the part of a template, that the cursor stands inside of. */
export function literalAt(code: string, cursor: number): { node: Literal; source: ts.SourceFile } | undefined {
  const source = ts.createSourceFile('cell.ts', code, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS)
  const find = (node: ts.Node): Literal | undefined => {
    if (cursor < node.getFullStart() || cursor > node.end) return undefined
    if (isLiteral(node)) return cursor > node.getStart(source) && cursor <= insideEnd(node, code) ? node : undefined
    return ts.forEachChild(node, find)
  }
  const node = find(source)
  return node && { node, source }
}

function isLiteral(node: ts.Node): node is Literal {
  return ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node)
}

/** Where its text ends: in front of the closing quote, of which an unfinished one has none. */
export function insideEnd(node: ts.Node, code: string): number {
  if (ts.isTemplateExpression(node)) return insideEnd(node.templateSpans.at(-1)?.literal ?? node.head, code)
  if ((node as { isUnterminated?: boolean }).isUnterminated === true) return node.end
  return node.end - (ts.isTemplateHead(node) || ts.isTemplateMiddle(node) ? '${' : '"').length
}

/** The whole template that a part of it belongs to, if it has a tag. */
function templateOf(node: Literal): ts.TemplateLiteral | undefined {
  if (ts.isStringLiteral(node)) return undefined
  const whole = ts.isNoSubstitutionTemplateLiteral(node) ? node : wholeOf(node)
  return ts.isTaggedTemplateExpression(whole.parent) ? (whole as ts.TemplateLiteral) : undefined
}

function wholeOf(part: Exclude<TemplatePart, ts.NoSubstitutionTemplateLiteral>): ts.Node {
  return ts.isTemplateHead(part) ? part.parent : part.parent.parent
}

/** ``lab.sh({ fails: true })`…` `` has the tag `lab.sh`. */
function tagOf({ tag }: ts.TaggedTemplateExpression): ts.Expression {
  return ts.isCallExpression(tag) ? tag.expression : tag
}

function withoutHoles(template: ts.TemplateLiteral, code: string, from: number, to: number): string {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return code.slice(from, to)
  let [text, end] = ['', from]
  for (const part of [template.head, ...template.templateSpans.map(({ literal }) => literal)]) {
    const start = part === template.head ? from : part.getStart() + 1
    text += '\uFFFC'.repeat(start - end) + code.slice(start, insideEnd(part, code))
    end = insideEnd(part, code)
  }
  return text.slice(0, to - from)
}

/** The method call among whose arguments a string stands: itself, or in an object or a list there. */
function argumentOf(
  node: ts.StringLiteralLike,
): { call: ts.CallExpression; index: number; property?: string } | undefined {
  let property: string | undefined
  for (let at: ts.Node = node; ; at = at.parent) {
    const { parent } = at
    if (ts.isCallExpression(parent)) {
      const index = parent.arguments.indexOf(at as ts.Expression)
      if (index < 0 || !ts.isPropertyAccessExpression(parent.expression)) return undefined
      return { call: parent, index, ...(property !== undefined && { property }) }
    }
    if (ts.isPropertyAssignment(parent)) {
      if (parent.name === at) return undefined
      property ??= ts.isIdentifier(parent.name) || ts.isStringLiteral(parent.name) ? parent.name.text : ''
    } else if (!ts.isObjectLiteralExpression(parent) && !ts.isArrayLiteralExpression(parent)) return undefined
  }
}

/** `labs[0].sh` → `['labs', '0', 'sh']`; undefined for what would have to be run to be known. */
function pathOf(expression: ts.Expression): string[] | undefined {
  if (ts.isIdentifier(expression)) return [expression.text]
  if (ts.isNonNullExpression(expression) || ts.isParenthesizedExpression(expression))
    return pathOf(expression.expression)
  if (ts.isPropertyAccessExpression(expression)) {
    const before = pathOf(expression.expression)
    return before && [...before, expression.name.text]
  }
  if (ts.isElementAccessExpression(expression)) {
    const { argumentExpression: key } = expression
    const before = pathOf(expression.expression)
    return before && (ts.isStringLiteralLike(key) || ts.isNumericLiteral(key)) ? [...before, key.text] : undefined
  }
  return undefined
}
