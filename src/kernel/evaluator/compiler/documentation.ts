import ts from 'typescript'
import type { Setting } from './programs.js'
import { textBeforeDefinition } from './questions.js'

/**
 * The documentation in front of what a name means, in files that are parsed without it: those of TypeScript, Node and
 * packages, of whose comments a notebook asks for one in ten thousand.
 */
export function documentationOf(setting: Setting, position: number): string {
  const before = textBeforeDefinition(setting, position)?.trimEnd() ?? ''
  const start = before.lastIndexOf('/**')
  if (!before.endsWith('*/') || start < 0) return ''
  const alone = ts.createSourceFile(
    'comment.d.ts',
    `${before.slice(start)}\ndeclare let it: 0`,
    ts.ScriptTarget.Latest,
    true,
  )
  const [statement] = alone.statements
  const comments = statement ? ts.getJSDocCommentsAndTags(statement).filter(ts.isJSDoc) : []
  return comments.map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? '').join('\n')
}
