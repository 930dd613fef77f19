/**
 * A thread beside the cells. A byte from the sockets' process means: end whatever JavaScript runs on the main thread
 * now. `vm`'s `breakOnSigint` does that only for a cell's first stretch; a loop after an `await`, or in a timer's
 * callback, runs outside of it. The end of the pipe means that the sockets' process is gone.
 */
import { Session } from 'node:inspector'
import { Socket } from 'node:net'
import { workerData } from 'node:worker_threads'
import { descriptors } from './contract.js'

const compiling = workerData as Int32Array

const pipe = new Socket({ fd: descriptors.stop, readable: true, writable: false })
pipe.on('data', () => {
  // The sockets' process sends another byte in a moment if this one was of no use.
  if (Atomics.load(compiling, 0) === 1) return
  const session = new Session()
  session.connectToMainThread()
  session.post('Runtime.terminateExecution', () => session.disconnect())
})
pipe.on('end', () => process.kill(process.pid, 'SIGKILL'))
