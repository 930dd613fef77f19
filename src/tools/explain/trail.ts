import type { Fault, PlacedFault } from './fault.js'
import type { Checkpoint, Visit } from './visit.js'

/** Where a packet comes by, in order, and what would stop it there. */
export class Trail {
  readonly checkpoints: Checkpoint[] = []
  readonly faults: PlacedFault[] = []
  readonly visits: Visit[] = []

  /** It comes into a namespace, or begins there. */
  protected visit(namespace: string, direction: Visit['direction'], iif: string | null): Visit {
    const visit: Visit = {
      ...{ namespace, direction, in: iif, out: null, next: null, says: '' },
      ...{ first: this.checkpoints.length, last: this.checkpoints.length },
    }
    this.visits.push(visit)
    return visit
  }

  /** It comes by places of that namespace. */
  protected pass({ namespace, direction }: Visit, ...places: string[]): void {
    for (const place of places) this.checkpoints.push({ namespace, place, direction })
    const visit = this.visits.at(-1)
    if (visit !== undefined) visit.last = this.checkpoints.length
  }

  /** Something keeps it from the checkpoints `first` to `last`. */
  protected place(fault: Fault, first: number, last: number): PlacedFault {
    const placed = { ...fault, first, last }
    this.faults.push(placed)
    return placed
  }

  /** Where it has been in a direction, and has left again. */
  protected passed(direction: Checkpoint['direction']): Visit[] {
    return this.visits.filter((visit) => visit.direction === direction && visit.out !== null)
  }
}
