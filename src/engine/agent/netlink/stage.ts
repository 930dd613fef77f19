/** Namespaces to practise on, which nobody sees: they have no names in any folder, and no link leads out of them. */
import { MachineNamespaces } from './make-namespace.js'
import { openNamespace, release, root, type Namespaces } from './namespaces.js'

export interface Stage extends Namespaces {
  end(): void
}

/** They end with the stage. */
export class EmptyStage implements Stage {
  private readonly maker = new MachineNamespaces()
  private readonly held = new Map<string, number>()

  constructor() {
    this.add('root')
  }

  list(): string[] {
    return [...this.held.keys()]
  }

  readonly open = (name: string): number => {
    const fd = this.held.get(name)
    return fd === undefined ? -1 : openNamespace(`/proc/self/fd/${fd}`)
  }

  add(name: string): void {
    this.held.set(name, this.maker.addUnnamed())
  }

  end(): void {
    for (const fd of this.held.values()) release(fd)
  }
}

/** The root namespace as if it were many, where nothing is to be made. */
export const rootAlone: Stage = {
  list: () => new Array<string>(8).fill('root'),
  open: () => root,
  add: () => undefined,
  end: () => undefined,
}
