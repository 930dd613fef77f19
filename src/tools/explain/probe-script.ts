import type { NetworkNamespace } from '../../network/index.js'
import { toolPath } from '../tool-path.js'
import { dismissal, sweeping, witnessRules, type Recognition } from './witness-rules.js'

export interface ProbeScript {
  /** What a shell puts before a command that is to see the network of a namespace. */
  enter: (namespace: string) => string
  /** The namespaces to look into. */
  spaces: readonly NetworkNamespace[]
  /** Those in which rules are to be traced. */
  traced: ReadonlySet<string>
  /** Those with queues that may drop. */
  queued: ReadonlySet<string>
  /** Those in which a witness stands still, since whoever made it was killed. */
  leftover: ReadonlySet<string>
  recognition: Recognition
  /** The namespace that sends, and a shell's words that do it. */
  from: string
  command: string
}

/** Nft's socket says in its namespace that it listens, what waits in it, and the process whether it waits itself. */
const functions = `
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
until_it() {
  turns=0
  until "$@"; do
    turns=$((turns + 1))
    [ $turns -lt 200 ] || return 0
    sleep 0.005
  done
}
listens() {
  read -r name <"/proc/$1/comm" && [ "$name" = nft ] || return 1
  while read -r _ protocol _ groups _; do
    [ "$protocol $groups" = "12 00000100" ] && return 0
  done <"/proc/$1/net/netlink"
  return 1
}
is_read() {
  while read -r _ protocol _ groups queued _; do
    [ "$protocol $groups" != "12 00000100" ] || [ "$queued" = 0 ] || return 1
  done <"/proc/$1/net/netlink"
  read -r _ _ state _ <"/proc/$1/stat" && [ "$state" = S ]
}
`

/**
 * The script that puts the witness into place, sends the probe, reads what was counted and takes the witness away. It prints
 * sections, each opened by a line `MARK …`: `probe` and `exit CODE`, then by the number of the namespace `counters N` (JSON
 * of nft), `qdiscs N` (JSON of tc) and `trace N` (nft monitor).
 */
export function probeScript(request: ProbeScript, mark: string): string {
  const { enter: inside, spaces, traced, queued, leftover, recognition, from, command } = request
  const numbered = spaces.map((space, number) => ({ space, number, enter: inside(space.name) }))
  const traces = numbered.filter(({ space }) => traced.has(space.name))
  return [
    `PATH=${toolPath}\nexport LC_ALL=C\n${functions}`,
    ...numbered.map(
      ({ space, enter }) =>
        `{ ${forgetting(space, enter)}${enter}nft -f - >/dev/null 2>&1 <<'END'\n${leftover.has(space.name) ? `${sweeping}\n` : ''}${witnessRules(space, recognition, traced.has(space.name))}\nEND\n} &`,
    ),
    'wait',
    ...traces.map(
      ({ enter, number }) =>
        `printf '\\n${mark} trace ${number}\\n' >"$folder/trace${number}"\n` +
        `${enter}nft monitor trace >>"$folder/trace${number}" 2>&1 </dev/null &\nmonitors="$monitors $!"`,
    ),
    'for monitor in $monitors; do until_it listens $monitor; done 2>/dev/null',
    `printf '\\n${mark} probe\\n'`,
    `${inside(from)}${command} </dev/null 2>&1`,
    `printf '\\n${mark} exit %s\\n' $?`,
    'for monitor in $monitors; do until_it is_read $monitor; kill $monitor; done 2>/dev/null',
    ...numbered.map(({ space, enter, number }) => {
      const qdiscs = `printf '\\n${mark} qdiscs ${number}\\n'; ${enter}tc -j -s qdisc show`
      const counters = `printf '\\n${mark} counters ${number}\\n'; ${enter}nft -j list counters`
      const away = `${enter}nft '${dismissal(space, recognition)}'`
      return `{ ${queued.has(space.name) ? `${qdiscs}; ` : ''}${counters}; ${away}; } >"$folder/seen${number}" 2>/dev/null </dev/null &`
    }),
    'wait',
    'cat "$folder"/*\n',
  ].join('\n')
}

/** The script that only takes the witness away. */
export function dismissalScript({ enter, spaces }: Pick<ProbeScript, 'enter' | 'spaces'>): string {
  const each = spaces.map(({ name }) => `${enter(name)}nft '${sweeping}' >/dev/null 2>&1 </dev/null &`)
  return `PATH=${toolPath}\n${each.join('\n')}\nwait\n`
}

/** Neighbours that are just being asked for: the kernel asks again only once a second, longer than is waited. */
function forgetting({ neighbours }: NetworkNamespace, enter: string): string {
  const isAsking = neighbours.some(({ state }) => state === 'INCOMPLETE')
  return isAsking ? `${enter}ip neigh flush nud incomplete >/dev/null 2>&1 </dev/null\n` : ''
}
