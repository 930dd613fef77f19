import { FIRST_NODE } from '../assemble.js'

/** In the environment of a service and of what it starts: by this it is found again, whoever started it. */
export const SERVICE_VARIABLE = 'VETHBOOK_SERVICE'

interface Service {
  node?: string
  namespace: string
  command: string
}

/** The variable's value, on one line: which service it is. */
export function serviceMark({ node = FIRST_NODE, namespace, command }: Service): string {
  return JSON.stringify([node, namespace, command])
}

/** Undefined where it is none of ours. */
export function readServiceMark(text: string): Required<Service> | undefined {
  try {
    const [node, namespace, command] = JSON.parse(text) as unknown[]
    if (typeof node !== 'string' || typeof namespace !== 'string' || typeof command !== 'string') return undefined
    return { node, namespace, command }
  } catch {
    // Somebody else's variable of that name.
    return undefined
  }
}

/** For sh: ends a service and what it started; what does not go by itself within 300 ms is killed. */
export function stopService(service: Service): string {
  const mark = `${SERVICE_VARIABLE}=${serviceMark(service)}`.replaceAll("'", `'\\''`)
  return [
    `found() { grep -lzxF '${mark}' /proc/[0-9]*/environ 2> /dev/null | cut -d/ -f3; }`,
    `kill -TERM $(found) 2> /dev/null`,
    `for turn in $(seq 15); do [ -z "$(found)" ] && break; sleep 0.02; done`,
    `kill -KILL $(found) 2> /dev/null || true`,
  ].join('; ')
}
