import type { Comm, Comms } from '../../../display/index.js'

/**
 * The kernel's half of an ipywidgets widget, as far as predictions need it: a model that the front end builds from what it
 * is told when a comm is opened, and that tells back what its user does.
 *
 * Format: ipywidgets, "Jupyter widgets messaging protocol", version 2.1 (its control comm: 1.0), and "Jupyter widget model
 * state" of @jupyter-widgets/base and /controls 2.0.0, which jupyterlab_widgets 3.x brings.
 */
export interface Widget {
  /** By which other models, and a view, name this one. */
  readonly id: string
  set(change: WidgetState): void
}

export type WidgetState = Readonly<Record<string, unknown>>

const protocol = { version: '2.1.0' }
const versions = { '@jupyter-widgets/base': '2.0.0', '@jupyter-widgets/controls': '2.0.0' } as const
type Module = keyof typeof versions

interface Model {
  /** As it is now. */
  state: WidgetState
  onNewPage: () => void
}

const models = new Map<string, Model>()

/** Opens a model; `onChange` is told what the front end has changed, `onNewPage` that its page was loaded anew. */
export function openWidget(
  comms: Comms,
  model: { module: Module; name: string; viewModule?: Module; view: string },
  own: WidgetState,
  onChange: (change: WidgetState) => void = () => undefined,
  onNewPage: () => void = () => undefined,
): Widget {
  if (models.size === 0) answerNewPages(comms)
  const viewModule = model.viewModule ?? model.module
  const state: WidgetState = {
    _model_module: model.module,
    _model_module_version: versions[model.module],
    _model_name: model.name,
    _view_count: null,
    _view_module: viewModule,
    _view_module_version: versions[viewModule],
    _view_name: model.view,
    ...own,
  }
  const comm: Comm = comms.open('jupyter.widget', { data: { state, buffer_paths: [] }, metadata: protocol })
  const note = (change: WidgetState): void => {
    models.set(comm.id, { state: { ...models.get(comm.id)?.state, ...change }, onNewPage })
  }
  note(state)
  comm.onMessage(({ data }) => {
    if (data['method'] !== 'update' || typeof data['state'] !== 'object' || data['state'] === null) return
    const change = data['state'] as WidgetState
    note(change)
    onChange(change)
  })
  comm.onClose(() => void models.delete(comm.id))
  return {
    id: comm.id,
    set(change) {
      if (!models.has(comm.id)) return // the front end has thrown it away
      note(change)
      comm.send({ data: { method: 'update', state: change, buffer_paths: [] }, metadata: protocol })
    },
  }
}

/** A page that was loaded anew asks for all that it has lost. */
function answerNewPages(comms: Comms): void {
  comms.accept('jupyter.widget.control', (control) => {
    control.onMessage(({ data }) => {
      if (data['method'] !== 'request_states') return
      for (const { onNewPage } of [...models.values()]) onNewPage()
      const all = [...models].map(([id, { state }]) => [
        id,
        {
          model_name: state['_model_name'],
          model_module: state['_model_module'],
          model_module_version: state['_model_module_version'],
          state,
        },
      ])
      control.send({ data: { method: 'update_states', states: Object.fromEntries(all) as object, buffer_paths: [] } })
    })
  })
}

/** How another model names this one in its own state. */
export function reference({ id }: Widget): string {
  return `IPY_MODEL_${id}`
}
