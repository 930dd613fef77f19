import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { CommandError, openLab, type CommandResult, type Lab } from '../../src/lab/index.js'
import { recordShown, textOf, type RecordingSink } from './recording-sink.js'

let lab: Lab
let sink: RecordingSink

beforeAll(async () => {
  sink = recordShown()
  lab = await openLab({ name: 'shell-test' })
})
afterAll(() => lab.dispose())
beforeEach(async () => {
  await lab.reset()
  sink.clear()
})

/** The error that a call ends with. */
async function errorOf(call: Promise<CommandResult>): Promise<CommandError> {
  const outcome = await call.catch((error: unknown) => error)
  if (!(outcome instanceof CommandError)) expect.fail(`no CommandError: ${String(outcome)}`)
  return outcome
}

describe('lab.sh', () => {
  it('shows the output as it comes, then what changed, and gives both', async () => {
    const result = await lab.sh`sudo ip netns add ns1
echo hello; echo oops >&2`
    expect(result).toMatchObject({ stdout: 'hello\n', stderr: 'oops\n', exitCode: 0, failures: [], timedOut: false })
    expect(result.changes).toContainEqual({ kind: 'namespace-added', namespace: 'ns1' })
    expect(sink.text).toContain('hello\n')
    expect(sink.displays).toHaveLength(1)
    expect(textOf(sink.last[0])).toContain('namespace ns1 was added')
  })
})
