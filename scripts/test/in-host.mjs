/**
 * Runs inside a throw-away host (`unshare --net --mount`): brings its loopback up, runs test files as the user asked
 * for, and writes how the host differs afterwards.
 *   node in-host.mjs USER DIFFERENCES-FILE COMMAND…
 */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { asUser } from './user.mjs'
import { compareHosts, hostSnapshot } from './host.mjs'

const [user, differencesFile, ...command] = process.argv.slice(2)

const up = spawnSync('ip', ['link', 'set', 'lo', 'up'], { encoding: 'utf8' })
if (up.status !== 0) throw new Error(`lo of the throw-away host: ${up.stderr}`)

const before = hostSnapshot()
const [path, ...args] = asUser(user, command)
const { status, signal } = spawnSync(path, args, { stdio: 'inherit' })
writeFileSync(differencesFile, JSON.stringify(compareHosts(before, hostSnapshot())))
process.exitCode = signal ? 1 : status
