import { mime, type Comms, type MimeBundle } from '../../../display/index.js'
import { openWidget, reference, type Widget, type WidgetState } from './widget.js'

/** What a reader answers with, where the front end has widgets. */
export interface Control {
  /** The view, as a front end shows it. */
  readonly bundle: MimeBundle
  /**
   * What the card says of the answer. A page that was loaded anew cannot be told of changes to a card that it has from its
   * file, so from then on the control says it beside itself.
   */
  tell(standing: string): void
  /** Nothing can be answered any more. */
  lock(): void
}

export interface ControlOptions {
  /** Empty: a line of text. */
  choices: readonly string[]
  answer: string | null
  /** What a pointer that rests on it is told. */
  name: string
  onAnswer: (answer: string | null) => void
}

const controls = '@jupyter-widgets/controls'
const base = '@jupyter-widgets/base'

/** Toggle buttons for choices, else a line to type in. */
export function openControl(comms: Comms, options: ControlOptions): Control {
  let standing = ''
  let isNewPage = false
  const onNewPage = (): void => {
    isNewPage = true
    widget.set({ description: standing })
  }
  const open = options.choices.length > 0 ? openButtons : openLine
  const widget = open(comms, options, onNewPage)
  return {
    bundle: { [mime.widgetView]: { version_major: 2, version_minor: 0, model_id: widget.id } },
    tell(words) {
      standing = words
      if (isNewPage) widget.set({ description: standing })
    },
    lock: () => widget.set({ disabled: true }),
  }
}

function openButtons(comms: Comms, { choices, answer, name, onAnswer }: ControlOptions, onNewPage: () => void): Widget {
  const model = { module: controls, name: 'ToggleButtonsModel', view: 'ToggleButtonsView' } as const
  const style = { module: controls, name: 'ToggleButtonsStyleModel', viewModule: base, view: 'StyleView' } as const
  const index = answer === null ? -1 : choices.indexOf(answer)
  const state = {
    _options_labels: [...choices],
    index: index < 0 ? null : index,
    ...{ button_style: '', icons: [], tooltips: [] },
    // As wide as its words.
    style: reference(openWidget(comms, style, { button_width: 'auto', description_width: 'initial', font_weight: '' })),
    ...common(comms, name),
  }
  const onChange = ({ index }: WidgetState): void => {
    if (index === undefined) return
    onAnswer(typeof index === 'number' ? (choices[index] ?? null) : null)
  }
  return openWidget(comms, model, state, onChange, onNewPage)
}

function openLine(comms: Comms, { answer, name, onAnswer }: ControlOptions, onNewPage: () => void): Widget {
  const model = { module: controls, name: 'TextModel', view: 'TextView' } as const
  const style = { module: controls, name: 'TextStyleModel', viewModule: base, view: 'StyleView' } as const
  const look = { description_width: 'initial', font_size: null, text_color: null, background: null }
  const state = {
    ...{ value: answer ?? '', placeholder: '…' },
    // Told when the line is left or Enter is pressed, not with every key.
    continuous_update: false,
    style: reference(openWidget(comms, style, look)),
    ...common(comms, name),
  }
  const onChange = ({ value }: WidgetState): void => {
    if (typeof value === 'string') onAnswer(value.trim() === '' ? null : value.trim())
  }
  return openWidget(comms, model, state, onChange, onNewPage)
}

/** What every control has. */
function common(comms: Comms, name: string): WidgetState {
  const layout = openWidget(
    comms,
    { module: base, name: 'LayoutModel', view: 'LayoutView' },
    { margin: '2px 0 8px 17px' },
  )
  return {
    ...{ _dom_classes: [], description: '', description_allow_html: false },
    ...{ disabled: false, tabbable: null, tooltip: name },
    layout: reference(layout),
  }
}
