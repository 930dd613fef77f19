/**
 * Writes docs/reference.md from the docstrings of what `src/index.ts` exports: TypeDoc reads them, its Markdown plugin writes
 * them down. With `--check` nothing is written: it fails where the page is not what it would be.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Application, Comment, CommentTag, Converter, ReflectionKind } from 'typedoc'
import { MarkdownTheme, MarkdownThemeContext } from 'typedoc-plugin-markdown'

const root = fileURLToPath(new URL('..', import.meta.url))
const page = join(root, 'docs/reference.md')

/** The page's parts in their order: what belongs there by its name, its kind or the file that declares it. */
const parts = {
  'The lab': ({ name, file }) =>
    /^(openLab|doctor|Lab|LabNode|Sh\w*|Feature)$/.test(name) || (file.startsWith('lab/') && name.endsWith('Options')),
  Errors: ({ name, kind }) => kind === ReflectionKind.Class || /^(CommandErrorCode|TopologyProblem)$/.test(name),
  'What the lab tells': ({ file }) => /^(lab|display)\//.test(file),
  Goals: ({ file }) => /^lesson\/toolkit\/check\/(predicate|test)\./.test(file),
  'The lesson': ({ file }) => file.startsWith('lesson/'),
  Topologies: ({ file }) => file.startsWith('network/topology/'),
  'The network as data': () => true,
}
const order = ['The lab', 'What the lab tells', 'The lesson', 'Goals', 'Topologies', 'The network as data', 'Errors']
const first = ['openLab', 'Lab', 'Sh', 'LabNode', 'lesson', 'Lesson', 'Topology']

const head = `# Reference

What \`import { … } from 'vethbook'\` gives, written down from the docstrings by \`npm run docs\`: change them, not this page.

${order.map((part) => `[${part}](#${part.toLowerCase().replaceAll(' ', '-')})`).join(' · ')}

`

/** Takes out what no cell calls, names what has no name, and says of each export which part it belongs to. */
function prepare(context) {
  const { project } = context
  for (const reflection of Object.values(project.reflections)) {
    const { name, kind, parent } = reflection
    const isName = name === 'name' && parent?.kind === ReflectionKind.Class
    if (kind === ReflectionKind.Constructor || name.startsWith('[') || isName) project.removeReflection(reflection)
    if (name === '__namedParameters') reflection.name = 'options'
  }
  for (const reflection of project.children) {
    const declared = context.getSymbolFromReflection(reflection)?.declarations?.[0]?.getSourceFile().fileName ?? ''
    const about = { name: reflection.name, kind: reflection.kind, file: declared.slice(`${root}src/`.length) }
    const [part] = Object.entries(parts).find(([, belongs]) => belongs(about))
    reflection.comment ??= new Comment()
    reflection.comment.blockTags.push(new CommentTag('@category', [{ kind: 'text', text: part }]))
  }
}

/** A member tells what is its own: where it came from is told by its type's `Extends`. What a part is about comes first in it. */
function arrange({ project }) {
  for (const reflection of Object.values(project.reflections)) {
    for (const origin of ['inheritedFrom', 'overwrites', 'implementationOf', 'implementedBy', 'extendedBy']) {
      delete reflection[origin]
    }
  }
  const rank = ({ name }) => (first.includes(name) ? first.indexOf(name) : first.length)
  for (const part of project.categories) part.children.sort((one, other) => rank(one) - rank(other))
}

/** The signature's code has the type already; what is left to say is where the type is described. */
class Context extends MarkdownThemeContext {
  constructor(...args) {
    super(...args)
    this.partials.signatureReturns = (model) => {
      const type = this.helpers.getReturnType(model.type)
      return type.includes('](#') ? `Returns ${type}` : ''
    }
  }
}

class Theme extends MarkdownTheme {
  getRenderContext(event) {
    return new Context(this, event, this.application.options)
  }
}

async function reference() {
  const out = mkdtempSync(join(tmpdir(), 'vethbook-reference-'))
  try {
    const app = await Application.bootstrapWithPlugins({
      plugin: ['typedoc-plugin-markdown'],
      entryPoints: [join(root, 'src/index.ts')],
      tsconfig: join(root, 'tsconfig.build.json'),
      // The type check is a test of its own, and types that are not exported need no page.
      skipErrorChecking: true,
      validation: false,
      logLevel: 'Warn',
      out,
      readme: 'none',
      disableSources: true,
      disableGit: true,
      excludeExternals: true,
      excludePrivate: true,
      excludeInternal: true,
      sort: ['kind', 'source-order'],
      kindSortOrder: ['Function', 'Variable', 'Interface', 'TypeAlias', 'Class'],
      categorizeByGroup: false,
      categoryOrder: order,
      theme: 'reference',
      outputFileStrategy: 'modules',
      entryFileName: 'reference.md',
      hideBreadcrumbs: true,
      hidePageHeader: true,
      hidePageTitle: true,
      hideGroupHeadings: true,
      useCodeBlocks: true,
      expandParameters: true,
      expandObjects: true,
      parametersFormat: 'none',
      interfacePropertiesFormat: 'table',
      classPropertiesFormat: 'table',
      typeAliasPropertiesFormat: 'table',
      propertyMembersFormat: 'table',
      typeDeclarationFormat: 'table',
    })
    app.converter.on(Converter.EVENT_RESOLVE_BEGIN, prepare)
    app.converter.on(Converter.EVENT_END, arrange)
    app.renderer.defineTheme('reference', Theme)
    const project = await app.convert()
    if (!project) throw new Error('TypeDoc could not read src/index.ts; what it says stands above')
    await app.generateOutputs(project)
    return linked(head + tidy(readFileSync(join(out, 'reference.md'), 'utf8')))
  } finally {
    rmSync(out, { recursive: true })
  }
}

/** Signatures are no examples, which the tests would run; a `@throws` is a sentence, not a chapter. */
function tidy(text) {
  return `${text
    .replace(/^```ts$/gm, '```typescript')
    .replace(/^#{3,6} Throws\n\n/gm, '**Throws** ')
    .replace(/<a id="property-[^"]*"><\/a> /g, '')
    // The variants of a union stand in its code; only what is said of one is said below.
    .replace(/(\*\*\*\n\n)?##### Type Literal\n\n```typescript\n[^`]*```\n\n(?=\*\*\*\n|#)/g, '')
    .replace(/#### Union Members\n\n(?=\*\*\*\n\n### |##? )/g, '')
    .replace(/#### Union Members\n\n(\*\*\*\n\n)?/g, '#### Variants\n\n')
    .replace(/^##### Type Literal\n\n/gm, '')
    .replace(/ +$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`
}

/** Lets each name lead to its heading, by the anchors that GitHub gives: a name's second heading has `-1` at its end. */
function linked(text) {
  const seen = new Map()
  const anchors = new Map()
  for (const [, level, title] of text.matchAll(/^(#+) (.+)$/gm)) {
    const slug = title
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-')
    const count = seen.get(slug) ?? 0
    seen.set(slug, count + 1)
    if (level === '###') anchors.set(title.replace(/\(\)$/, ''), count === 0 ? slug : `${slug}-${count}`)
  }
  return text.replace(/\[`(\w+)`\]\(#[^)]*\)/g, (_, name) => {
    if (!anchors.has(name))
      throw new Error(`${name} is linked and has no heading: what scripts/docs.mjs leaves out is linked`)
    return `[\`${name}\`](#${anchors.get(name)})`
  })
}

const text = await reference()
if (process.argv.includes('--check')) {
  if (readFileSync(page, 'utf8') !== text) {
    console.error('docs/reference.md is not what the docstrings say: `npm run docs` writes it, then commit it')
    process.exitCode = 1
  }
} else {
  writeFileSync(page, text)
}
