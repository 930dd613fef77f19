import { describe, expect, it } from 'vitest'
import { mime, type Comm, type CommMessage, type Comms } from '../../../src/display/index.js'
import { openControl } from '../../../src/lesson/toolkit/predict/controls.js'

interface Opened {
  target: string
  metadata: unknown
  state: Record<string, unknown>
  sent: unknown[]
  receive: (data: Record<string, unknown>) => void
}

let count = 0
/** How a page that was loaded anew opens its control comm. */
let openControlComm: (comm: Comm) => void = () => undefined

/** The front end's side: what was opened by id, and what a user's doing sends. */
function frontEnd(): { comms: Comms; opened: Map<string, Opened> } {
  const opened = new Map<string, Opened>()
  const open = (target: string, message: Partial<CommMessage> = {}): Comm => {
    const id = `comm-${(count += 1)}`
    const data = message.data as { state: Record<string, unknown> }
    const entry: Opened = { target, metadata: message.metadata, state: data.state, sent: [], receive: () => undefined }
    opened.set(id, entry)
    return commOf(id, entry)
  }
  const accept: Comms['accept'] = (target, handler) => {
    expect(target).toBe('jupyter.widget.control')
    openControlComm = (comm) => void handler(comm, { data: {}, metadata: {}, buffers: [] })
  }
  return { comms: { open, accept }, opened }
}

function commOf(id: string, entry: Pick<Opened, 'target' | 'sent' | 'receive'>): Comm {
  return {
    id,
    target: entry.target,
    send: (each) => void entry.sent.push(each.data),
    close: () => undefined,
    onMessage: (handler) => {
      entry.receive = (each) => void handler({ data: each, metadata: {}, buffers: [] })
    },
    onClose: () => undefined,
  }
}

function openFor(choices: readonly string[], answer: string | null) {
  const { comms, opened } = frontEnd()
  const answers: (string | null)[] = []
  const control = openControl(comms, {
    choices,
    answer,
    name: 'Your prediction',
    onAnswer: (each) => answers.push(each),
  })
  const view = control.bundle[mime.widgetView] as { model_id: string }
  return { control, opened, answers, id: view.model_id, model: opened.get(view.model_id)! }
}

describe('the buttons of a prediction', () => {
  it('are models of jupyterlab_widgets 3, each with its layout and its style', () => {
    const { opened, model } = openFor(['yes', 'no'], 'no')
    expect(model).toMatchObject({ target: 'jupyter.widget', metadata: { version: '2.1.0' } })
    expect(model.state).toMatchObject({
      _model_module: '@jupyter-widgets/controls',
      _model_module_version: '2.0.0',
      _model_name: 'ToggleButtonsModel',
      _view_name: 'ToggleButtonsView',
      _options_labels: ['yes', 'no'],
      index: 1,
      disabled: false,
    })
    for (const [key, name] of [
      ['layout', 'LayoutModel'],
      ['style', 'ToggleButtonsStyleModel'],
    ] as const) {
      const id = /^IPY_MODEL_(.*)$/.exec(String(model.state[key]))?.[1] ?? ''
      expect(opened.get(id)?.state['_model_name']).toBe(name)
    }
  })

  it('tell what was clicked, give a page that was loaded anew what it has lost, and can be locked', () => {
    const { control, answers, id, model } = openFor(['yes', 'no'], null)
    model.receive({ method: 'update', state: { index: 0 }, buffer_paths: [] })
    model.receive({ method: 'custom', content: { event: 'x' } })
    model.receive({ method: 'update', state: { index: 7 } })
    model.receive({ method: 'update', state: { index: null } })
    expect(answers).toEqual(['yes', null, null])
    control.tell('Your prediction: yes')
    control.lock()
    expect(model.sent).toEqual([{ method: 'update', state: { disabled: true }, buffer_paths: [] }])

    const page: Opened = {
      target: 'jupyter.widget.control',
      metadata: {},
      state: {},
      sent: [],
      receive: () => undefined,
    }
    openControlComm(commOf('page', page))
    page.receive({ method: 'request_states' })
    // Its card comes from the file and follows no more.
    expect(model.sent.at(-1)).toMatchObject({ state: { description: 'Your prediction: yes' } })
    control.tell('Your prediction: no')
    expect(model.sent.at(-1)).toMatchObject({ state: { description: 'Your prediction: no' } })
    const [{ method, states }] = page.sent as [{ method: string; states: Record<string, unknown> }]
    expect(method).toBe('update_states')
    expect(states[id]).toEqual({
      model_name: 'ToggleButtonsModel',
      model_module: '@jupyter-widgets/controls',
      model_module_version: '2.0.0',
      state: { ...model.state, index: null, disabled: true, description: 'Your prediction: yes' },
    })
  })
})

describe('the line of a prediction', () => {
  it('tells what was typed, and nothing of an empty one', () => {
    const { answers, model } = openFor([], 'before')
    expect(model.state).toMatchObject({ _model_name: 'TextModel', value: 'before', continuous_update: false })
    model.receive({ method: 'update', state: { value: ' both ' } })
    model.receive({ method: 'update', state: { value: ' ' } })
    expect(answers).toEqual(['both', null])
  })
})
