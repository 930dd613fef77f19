import { readFileSync } from 'node:fs'

/** What a front end tells its kernel: where to listen, and the key that signs every message. */
export interface Connection {
  readonly transport: 'tcp' | 'ipc'
  readonly ip: string
  readonly ports: Readonly<Record<SocketName, number>>
  readonly key: string
  /** `hmac-sha256` and the like. */
  readonly signatureScheme: string
}

export type SocketName = 'shell' | 'control' | 'stdin' | 'iopub' | 'heartbeat'

/**
 * Reads a connection file once.
 *
 * Format: Jupyter messaging documentation, "Connection files".
 *
 * @throws Error that names the file and the field that is missing or wrong.
 */
export function readConnection(path: string): Connection {
  let file: Record<string, unknown>
  try {
    file = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
  } catch (cause) {
    throw new Error(`cannot read the connection file ${path}`, { cause })
  }
  const text = (field: string): string => {
    const value = file[field]
    if (typeof value !== 'string') throw new Error(`connection file ${path}: ${field} is not a string`)
    return value
  }
  const port = (field: string): number => {
    const value = file[field]
    if (!Number.isInteger(value)) throw new Error(`connection file ${path}: ${field} is not a port number`)
    return value as number
  }
  const transport = text('transport')
  if (transport !== 'tcp' && transport !== 'ipc') {
    throw new Error(`connection file ${path}: transport ${transport} is neither tcp nor ipc`)
  }
  return {
    transport,
    ip: text('ip'),
    key: text('key'),
    signatureScheme: text('signature_scheme'),
    ports: {
      shell: port('shell_port'),
      control: port('control_port'),
      stdin: port('stdin_port'),
      iopub: port('iopub_port'),
      heartbeat: port('hb_port'),
    },
  }
}

/** The ZeroMQ address of one socket: `tcp://IP:PORT`, or `ipc://PATH-PORT`. */
export function addressOf(connection: Connection, socket: SocketName): string {
  const separator = connection.transport === 'tcp' ? ':' : '-'
  return `${connection.transport}://${connection.ip}${separator}${connection.ports[socket]}`
}
