import { getSystemErrorMap } from 'node:util'
import type { Operation } from '../../network/index.js'

/** `add-address 10.0.0.1/24 in ns1.veth1: the file exists already (EEXIST)`. */
export function refusalWords(operation: Operation, errno: string | null, detail: string): string {
  const place = 'at' in operation ? `${operation.at.namespace}.${operation.at.link}` : operation.namespace
  const why = [detail === '' ? errnoWords(errno) : detail, errno === null ? '' : `(${errno})`].filter(
    (word) => word !== '',
  )
  return `${operation.do} ${place}: ${why.join(' ')}`
}

function errnoWords(errno: string | null): string {
  // Linux's own name for what Node calls ENOTSUP.
  if (errno === 'EOPNOTSUPP') return 'the kernel cannot do that here'
  return [...getSystemErrorMap().values()].find(([name]) => name === errno)?.[1] ?? 'refused'
}
