/**
 * Our process in the container: it starts a sandbox as the engine `namespaces` does, and passes on what its agent and the
 * owner, who is at the other end of stdin and stdout, say to each other. Arguments: the protocol that the owner speaks, the
 * node's name, the notebook's folder. It ends when the owner's input does, and the sandbox with it.
 */
import { PROTOCOL } from '../agent/protocol.js'
import { launchHere } from '../namespaces.js'

const [protocol, name = 'lab', directory = '/'] = process.argv.slice(2)
if (protocol !== PROTOCOL) {
  console.error('the image is of another version of vethbook')
  process.exit(1)
}

try {
  const { process: sandbox, socket, complaint } = await launchHere({ name, directory })
  process.stdin.pipe(socket)
  socket.pipe(process.stdout)
  // The owner has gone, and so does the sandbox, even where its agent hears nothing any more.
  const end = (): void => void sandbox.kill('SIGKILL')
  for (const event of ['end', 'error', 'close'] as const) process.stdin.on(event, end)
  process.stdout.on('error', end)
  socket.on('error', end)
  sandbox.on('close', () => {
    process.stderr.write(complaint())
    process.exit(0)
  })
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exit(1)
}
