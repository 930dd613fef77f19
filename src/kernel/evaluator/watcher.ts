/**
 * A thread beside the cells. A byte from the sockets' process means: end the JavaScript that keeps the main thread busy.
 * `vm`'s `breakOnSigint` does that only for a cell's first stretch; a loop after an `await`, or in a timer's callback,
 * runs outside of it. The end of the pipe means that the sockets' process is gone.
 */
import { Session } from 'node:inspector'
import { Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { workerData } from 'node:worker_threads'
import { descriptors } from './contract.js'
import { mainThread } from './stop.js'
import { pulses } from './pulse.js'

const pulse = workerData as Int32Array

/** Processor time without a heartbeat that tells a busy main thread from one that is about to beat, in milliseconds. */
const busyCpuMs = 60
/** How long a main thread that waits in the system may go without a heartbeat, in milliseconds. */
const stuckMs = 60

let isLooking = false

const pipe = new Socket({ fd: descriptors.stop, readable: true, writable: false })
pipe.on('data', () => {
  if (isLooking) return
  isLooking = true
  void isHung().then((hung) => {
    isLooking = false
    if (hung) terminate()
  })
})
pipe.on('end', () => process.kill(process.pid, 'SIGKILL'))

/**
 * A termination that comes while the main thread is idle would hit the next callback, which is ours as likely as not:
 * so it must be certain that it hangs. Wall time does not tell on a loaded machine, processor time does.
 */
async function isHung(): Promise<boolean> {
  const beat = Atomics.load(pulse, pulses.beat)
  const { cpuMs } = mainThread(process.pid)
  let stuckSince = performance.now()
  for (;;) {
    await pause(5)
    if (Atomics.load(pulse, pulses.beat) !== beat || Atomics.load(pulse, pulses.compiling) === 1) return false
    const now = mainThread(process.pid)
    if (now.cpuMs - cpuMs >= busyCpuMs) return true
    if (now.computes) stuckSince = performance.now()
    else if (performance.now() - stuckSince > stuckMs) return true
  }
}

/**
 * With async hooks on (a cell's AsyncLocalStorage turns them on), Node keeps a stack of what runs inside of what, and aborts
 * where it finds it not empty after JavaScript was ended in the middle. There is no other door to it than this one, and
 * Node warns of that at its first use.
 */
const forgetAsyncStack = `{
  const { noDeprecation } = process
  process.noDeprecation = true
  try {
    process.binding('async_wrap').clearAsyncIdStack()
  } finally {
    process.noDeprecation = noDeprecation
  }
}`

/** Both in one interruption of the main thread: no JavaScript of the cell runs between them. */
function terminate(): void {
  const session = new Session()
  session.connectToMainThread()
  session.post('Runtime.evaluate', { expression: forgetAsyncStack })
  session.post('Runtime.terminateExecution', () => session.disconnect())
}
