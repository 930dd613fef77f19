import { readSync } from 'node:fs'
import { descriptors } from './contract.js'
import { Interrupted } from './failure.js'
import type { Outlet } from './outlet.js'

/**
 * Asks the person at the notebook and waits for the answer, as a browser's `prompt` does: the cell stands still.
 *
 * @throws Interrupted if the cell is stopped meanwhile
 */
export function ask(outlet: Outlet, prompt: string, password = false): string {
  outlet.output({ cell: outlet.cell, kind: 'input', prompt, password })
  const line = readLine()
  const answer = JSON.parse(line) as string | null
  if (answer === null) throw new Interrupted()
  return answer
}

/** One line from the answers' pipe, byte by byte, so that nothing of the next answer is taken. */
function readLine(): string {
  const bytes: number[] = []
  const byte = Buffer.alloc(1)
  for (;;) {
    if (readSync(descriptors.answers, byte) === 0) throw new Error('the sockets process is gone')
    if (byte[0] === 10) return Buffer.from(bytes).toString('utf8')
    bytes.push(byte[0] ?? 0)
  }
}
