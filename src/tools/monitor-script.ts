import { toolPath } from './tool-path.js'

/**
 * The bash script that listens to the kernel. One monitor in the root namespace hears all namespaces that have a number
 * there, in one order; so each gets a number, those that are made meanwhile too (bash looks for new names every few
 * milliseconds, without starting a process). Prints the monitor's lines, and lines of its own:
 *
 *   @@ nsid 0 (iproute2 netns name: ns1)    how the root namespace numbers a namespace
 *   @@ new NAME                             a namespace is heard from now on
 *
 * A monitor that must wait for a reader of its pipe does not empty its socket, and the kernel drops what does not fit. So
 * it writes to a file (that nobody sees), from which bash passes on what is new.
 *
 * Before release 5.14 such a monitor took all notices for the root namespace's (fixed by iproute2's "ipmonitor: Fix recvmsg
 * with ancillary data"); there each namespace gets a monitor of its own, whose lines are written as that one would.
 */
export const monitorScript = String.raw`
PATH=${toolPath}
export TZ=UTC LC_ALL=C
exec {tick}<> <(:)
declare -A heard tries number monitors
shopt -s nullglob
listen='ip -rcvbuf 8388608 -ts -d -o monitor label'
apart=
case $(ip -V) in *iproute2-ss* | *iproute2-[0-4].* | *iproute2-5.[0-9].* | *iproute2-5.1[0-3].*) apart=yes ;; esac

# Where a name has no namespace yet, or not any more, the next turn tries again; a left-over file is given up.
hear() {
  local name=$1 answer
  if answer=$(ip netns set "$name" auto 2>&1) || [[ $answer == *'already'* || $answer == *'File exists'* ]]; then
    heard[$name]=yes
    [[ -z $monitor && -z $apart ]] || tell
    [[ -z $apart ]] || listen_in "$name"
    return 0
  fi
  tries[$name]=$((\${tries[$name]:-0} + 1))
  [[ \${tries[$name]} -lt 50 ]] || heard[$name]=no
  return 1
}
tell() {
  local line
  while IFS= read -r line; do
    printf '@@ %s\n' "$line"
    [[ $line =~ ^nsid\ ([0-9]+)\ \(iproute2\ netns\ name:\ (.*)\)$ ]] && number[\${BASH_REMATCH[2]}]=\${BASH_REMATCH[1]}
  done < <(ip netns list-id)
}
# Where a link moves to is told in this namespace's own terms, which the reader does not expect: it learns it on arrival.
listen_in() {
  nsenter --net="/run/netns/$1" $listen link \
    > >(exec sed -u "s/] *\[LINK\]/] [nsid \${number[$1]}][LINK]/; s/new-netns \S*/new-netnsid 999999/" >&$out) &
  monitors[$1]=$!
}
# A monitor would keep a deleted namespace alive.
forget() {
  [[ -z \${monitors[$1]} ]] || kill "\${monitors[$1]}"
  unset "heard[$1]" "tries[$1]" "monitors[$1]"
}
turn() {
  local file name
  for name in "\${!heard[@]}"; do [[ -e /run/netns/$name ]] || forget "$name"; done
  for file in /run/netns/*; do
    name=\${file##*/}
    [[ -z \${heard[$name]} ]] || continue
    if hear "$name" && [[ -n $monitor ]]; then printf '@@ new %s\n' "$name"; fi
  done
}

# Passing on costs more than listening: in a flood it waits, for quiet or for a quarter of a second.
relay() {
  local lines
  mapfile -u $log lines
  held+=("\${lines[@]}")
  [[ \${#held[@]} -gt 0 ]] || return
  if [[ \${#lines[@]} -gt 0 && $((turns += 1)) -lt 50 ]]; then return; fi
  printf %s "\${held[@]}"
  held=()
  turns=0
}

held=()
turns=0
file=$(mktemp)
exec {out}> "$file" {log}< "$file"
rm "$file"
monitor=
turn
tell
if [[ -n $apart ]]; then $listen link nsid >&$out & else $listen all-nsid link nsid >&$out & fi
monitor=$!
while kill -0 $monitor 2>/dev/null; do
  turn
  relay
  read -rt 0.004 -u $tick
done
relay
relay
wait $monitor
`.replaceAll('\\${', '${')
