import { describeChange } from '../../network/index.js'

/** What the page itself says, around what its notebook says. Another language is a file of the type `PageWords`. */
export const en = {
  skip: 'Skip to the text',
  contents: 'Contents',
  step: (number: string) => `Step ${number}`,
  sectionLink: 'Link to this section',
  hiddenCode: 'Code',
  notRun: 'Not run: there is no stored output.',
  notColoured: 'Too long to be coloured.',
  stopped: {
    title: 'This run did not reach the end',
    /** @param step HTML: a link with the step's name */
    at: (step: string) => `It stopped at ${step}, which failed. What follows was not run.`,
  },
  foot: {
    /** @param name HTML; undefined: it has none */
    made: (name: string | undefined) => `Made ${name === undefined ? '' : `from ${name} `}by vethbook. `,
    alone: 'It needs no network: keep this one file.',
    series: 'Series',
    previous: 'Previous',
    next: 'Next',
    all: 'All lessons',
    index: 'Lessons',
    each: 'Each lesson is one file that needs no network.',
  },
  /** By the word with which a paragraph or one of GitHub's alerts begins. */
  callouts: {
    predict: 'Predict',
    look: 'Look',
    check: 'Check',
    hint: 'Hint',
    note: 'Note',
    tip: 'Tip',
    important: 'Important',
    warning: 'Warning',
    caution: 'Caution',
  },
  output: {
    moreLines: (count: number) => `${counted(count)} more ${count === 1 ? 'line' : 'lines'}`,
    leftOut: (count: number) =>
      `${counted(count)} ${count === 1 ? 'line' : 'lines'} more ${count === 1 ? 'is' : 'are'} in the notebook, not in this page.`,
    trace: 'Stack trace',
    table: 'Table',
    picture: 'Picture',
    notShown: (what: string) => `${what} is not shown here, since it runs only in a notebook.`,
    widget: 'A widget',
    plotly: 'A Plotly chart',
    bokeh: 'A Bokeh chart',
    script: 'A script',
    ofType: (type: string) => `An output of type ${type}`,
    largeHtml: (megabytes: number) => `HTML of ${megabytes} MB`,
    drawn: 'What a script in HTML draws',
    items: (count: number) => `JSON: ${counted(count)} ${count === 1 ? 'item' : 'items'}`,
    fields: (count: number) => `JSON: ${counted(count)} ${count === 1 ? 'field' : 'fields'}`,
    value: 'JSON: one value',
  },
  data: {
    rows: (count: number) => `Data, ${count} ${count === 1 ? 'row' : 'rows'}`,
    first: (rows: number) => `The first ${rows} rows of each table.`,
    /** The column of words that a chart shows at a mark. */
    shown: 'shown',
    twin: 'Data: with the same picture further up',
    network: ['namespace', 'link', 'state', 'addresses', 'port of'],
  },
  quiz: {
    predict: 'Predict',
    yours: 'Your prediction',
    happened: 'What happened',
    /** @param what HTML */
    observed: (what: string) => `Observed: ${what}.`,
  },
  puzzle: {
    order: 'Put in order',
    gaps: 'Fill the gaps',
    gap: (number: number) => `Gap ${number}`,
    solution: 'One way that works',
  },
  check: {
    passed: '✓ Check passed',
    open: 'Check, not passed in this run',
    saw: (what: string) => `Seen: ${what}.`,
    wanted: (what: string) => `Wanted: ${what}.`,
    hint: 'A hint',
    solution: 'One way that works',
    titled: (kind: string, goal: string) => `${kind}: ${goal}`,
    hintOf: (number: number, total: number) => `Hint ${number} of ${total}`,
  },
  replay: {
    title: 'Replay',
    network: 'The network at this step',
    strip: 'Links and round trips, step by step',
    step: 'Step',
    commands: 'commands',
    change: describeChange,
    sentence: (parts: readonly string[]) => {
      const words = parts.join('; ')
      return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}.`
    },
    failed: (exitCode: number) => `The command failed (exit code ${exitCode}).`,
    more: (count: number) => `and ${count} more ${count === 1 ? 'change' : 'changes'}`,
    ping: (name: string, parts: readonly string[]) => `Ping ${name}: ${parts.join('; ')}.`,
    replies: (count: number, range: string) => `${count} ${count === 1 ? 'reply' : 'replies'}, ${range}`,
    range: (least: number, most: number) => (least === most ? `${least} ms` : `${least} to ${most} ms`),
    lost: (count: number) => `${count} without an answer`,
    fault: (id: number) => `The lesson broke something (fault ${id}).`,
    repaired: (what: string) => `Repaired: ${what}.`,
    passed: (check: string) => `Check passed: ${check}.`,
    open: (check: string, saw: string) => `Check not passed yet: ${check}. Seen: ${saw}.`,
  },
  /** What the page's scripts say: strings only, since they become part of them. `{}` is filled in there. */
  script: {
    theme: 'Theme: {}',
    system: 'system',
    light: 'light',
    dark: 'dark',
    copy: 'Copy',
    copyStep: 'Copy {}',
    copyCommands: 'Copy commands',
    copyCommandsOf: 'Copy commands of {}',
    copied: 'Copied',
    selected: 'Select and copy',
    predicted: 'You predicted: {}.',
    cameTrue: '✓ It came true.',
    wasWrong: '✗ Something else happened.',
    kept: 'Kept: {}.',
    solved: '✓ That works.',
    notYet: '✗ Not this. Where there is another way, a notebook tells.',
    play: 'Play',
    pause: 'Pause',
    step: 'Step {}',
    /** Where a replay stands, of how many, and what happens there. */
    at: '{} of {}: {}',
    chart: 'Chart: the arrow keys go from point to point',
  },
}

export type PageWords = typeof en

function counted(count: number): string {
  return count.toLocaleString('en')
}
