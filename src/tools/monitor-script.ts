import { toolPath } from './tool-path.js'

/**
 * The bash script that listens to the kernel. One monitor in the root namespace hears all namespaces that have a number
 * there, in one order; so each gets a number, those that are made meanwhile too (bash looks for new names every few
 * milliseconds, without starting a process). Prints the monitor's lines, and lines of its own:
 *
 *   @@ nsid 0 (iproute2 netns name: ns1)    how the root namespace numbers a namespace
 *   @@ new NAME                             a namespace is heard from now on
 *   @@ listening                            the numbers are told, the monitor is being started
 */
export const monitorScript = `
PATH=${toolPath}
export TZ=UTC LC_ALL=C
exec {tick}<> <(:)
declare -A heard tries
shopt -s nullglob

# Where a name has no namespace yet, or not any more, the next turn tries again; a left-over file is given up.
hear() {
  local name=$1 answer
  if answer=$(ip netns set "$name" auto 2>&1) || [[ $answer == *'already'* || $answer == *'File exists'* ]]; then
    heard[$name]=yes
    return 0
  fi
  tries[$name]=$((\${tries[$name]:-0} + 1))
  [[ \${tries[$name]} -lt 50 ]] || heard[$name]=no
  return 1
}
tell() {
  local line
  while IFS= read -r line; do printf '@@ %s\\n' "$line"; done < <(ip netns list-id)
}
turn() {
  local file name
  for name in "\${!heard[@]}"; do
    [[ -e /run/netns/$name ]] || unset "heard[$name]" "tries[$name]"
  done
  for file in /run/netns/*; do
    name=\${file##*/}
    [[ -z \${heard[$name]} ]] || continue
    if hear "$name" && [[ -n $monitor ]]; then
      tell
      printf '@@ new %s\\n' "$name"
    fi
  done
}

monitor=
turn
tell
printf '@@ listening\\n'
ip -rcvbuf 8388608 -ts -d -o monitor label all-nsid link nsid &
monitor=$!
while kill -0 $monitor 2>/dev/null; do
  turn
  read -rt 0.004 -u $tick
done
wait $monitor
`
