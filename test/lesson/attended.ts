import { notebookSession } from '../../src/display/index.js'

/** From here on a person is there, or nobody, as a notebook's cell says. */
export async function attended(mayAsk: boolean): Promise<void> {
  for (const { beforeCell } of notebookSession().hooks) await beforeCell?.({ number: 1, code: '', mayAsk })
}
