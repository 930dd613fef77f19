/**
 * Where things stand in a picture, so that the next one can leave them there. JSON-safe; pixels from the picture's
 * top left corner of boxes, columns from left to right.
 */
export interface TopologyLayout {
  /** 2 or 3 columns: hubs stand in column 1; in 3 columns the others stand on both of its sides. */
  columns: 2 | 3
  isCompact: boolean
  boxes: Record<string, BoxPlace>
  /** Where there are several nodes: their outer boxes, by name. Column 0 is then a gutter for the wires between them. */
  nodes?: NodePlaces
}

export interface NodePlaces {
  /** Pixels. */
  gutter: number
  of: Record<string, { y: number; height: number }>
}

export interface BoxPlace {
  column: 0 | 1 | 2
  y: number
  height: number
  /** By name of the bridge; the y of its bar. */
  bars: Record<string, number>
  /** By name of the interface. */
  rows: Record<string, RowPlace>
}

export interface RowPlace {
  side: 'left' | 'right'
  y: number
  height: number
}
