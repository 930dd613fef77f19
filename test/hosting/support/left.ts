/** What is known of learners outside their jails: processes, by user id, and control groups. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { eventually } from '../../support/processes.js'
import type { ClassServer } from './class-server.js'

/** As hosting/jupyterhub/vethbook_class/spawner.py has them. */
const FIRST_ID = 0x70000000
const LAST_ID = 0x7fff0000
const IDS = 65_536

/** Process ids, and folders of control groups, of the first learners of that hub. */
export function leftOf(server: ClassServer): string[] {
  return [...processesOf(server), ...groupFolders(server)]
}

/** Process ids of learners' servers, of all that these started, and of the jails. */
export function processesOf(server: ClassServer): string[] {
  return readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && belongsTo(pid, server))
}

/** Empty as soon as nothing is left; what there is in the end, where it does not come to that. */
export async function leftInTheEnd(server: ClassServer): Promise<string[]> {
  return (
    (await eventually(() => (leftOf(server).length === 0 ? [] : undefined), { withinMs: 120_000 })) ?? leftOf(server)
  )
}

function belongsTo(pid: string, server: ClassServer): boolean {
  try {
    const { uid } = statSync(`/proc/${pid}`)
    return (
      (uid >= FIRST_ID && uid < LAST_ID) ||
      readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`${server.state}/work/`)
    )
  } catch (error) {
    // It has ended since the folder was read.
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return false
    throw error
  }
}

/** The groups of the first two learners, of every controller, as the hub says where they are. */
function groupFolders(server: ClassServer): string[] {
  return [1, 2].flatMap((number) => groupsOf(server, number)).filter((path) => existsSync(path))
}

const groupsOf = (server: ClassServer, number: number): string[] =>
  Object.values(server.groups()).map(([folder]) => join(folder, `vethbook-${number}`))

/**
 * A file of a learner's control group.
 * @param idMap their /proc/self/uid_map, which tells who they are
 */
export function groupFile(server: ClassServer, idMap: string, name: string): string {
  const number = (Number(idMap.trim().split(/\s+/)[1]) - FIRST_ID) / IDS + 1
  const path = groupsOf(server, number)
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file))
  if (path === undefined) throw new Error(`there is no ${name} in the control groups of learner ${number}`)
  return readFileSync(path, 'utf8')
}
