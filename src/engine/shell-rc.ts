/**
 * What the learner's bash, and each bash entered from it, reads at its start. Text of ours that runs inside the sandbox;
 * the agent reads the marks it writes.
 */
import { BASH_ENV_PATH, RC_PATH, VISITED } from './paths.js'

/** The descriptor that bash is started with for its marks, and where it keeps it (out of a script's way). */
export const MARKS_AT_START = 9
const MARKS = 250
/** Where the shell's own stderr is while marks are written: what `set -x` traces of that is not the learner's. */
const STDERR = 249

/** PS2: bash prints it on stderr when it waits for the rest of a command. */
export const MORE_MARK = '\u0001vethbook: more\u0002'

/** A line that tells the number, and leaves the status as it was. */
export const syncLine = (number: number): string => `{ __vethbook_sync ${number}; } 2>/dev/null\n`

/**
 * It may be read twice, by --rcfile and by the system's bash.bashrc, which a `bash -i` reads too. A shell that came from
 * outside, by `vethbook shell`, has nobody to tell its marks: it gets a prompt that says where it stands, and
 * tells that something may have been done.
 *
 * A prompt mark tells the last status, the depth of entered shells, the shell's process and its directory. A failure mark tells status, depth,
 * line (counted since that shell began) and command. bash would tell of jobs that have ended only after the prompt mark,
 * when the call is over: so `jobs -n` tells them before, after those that have only begun.
 */
export const RC = String.raw`
if [[ \${__vethbook_pid-} == $$ ]]; then return; fi
__vethbook_pid=$$
if ! { : >&9 || : >&${MARKS}; } 2>/dev/null; then
  PS1="$(ip netns identify $$ 2>/dev/null)@\h:\w\$ "
  PS1=\${PS1#@}
  PROMPT_COMMAND='echo > ${VISITED}'
  return
fi
if { : >&9; } 2>/dev/null; then exec ${MARKS}>&9 9>&-; fi
export VETHBOOK_DEPTH=$((\${VETHBOOK_DEPTH:--1} + 1))
export BASH_ENV=${BASH_ENV_PATH}
unset HISTFILE MAIL MAILCHECK MAILPATH TMOUT
set +H +o emacs +o vi
shopt -u checkwinsize
PS1=
PS2=$'${'\\001vethbook: more\\002'}'
__vethbook_prompt() {
  local status=$?
  jobs -nr >/dev/null
  jobs -n >&${STDERR}
  printf 'P\t%s\t%s\t%s\t%s\0' "$status" "$VETHBOOK_DEPTH" "$$" "$PWD" >&${MARKS}
}
__vethbook_sync() { local status=$?; printf 'S\t%s\0' "$1" >&${MARKS}; return "$status"; }
PROMPT_COMMAND='{ __vethbook_prompt; } ${STDERR}>&2 2>/dev/null'
trap '{ printf "E\t%s\t%s\t%s\t%s\0" "$?" "$VETHBOOK_DEPTH" "$LINENO" "$BASH_COMMAND" >&${MARKS}; } 2>/dev/null' ERR
`.replaceAll('\\${', '${')

/** A bash that reads a terminal but is not interactive (its output is a pipe): it becomes one that tells its marks. */
export const BASH_ENV = String.raw`
if [[ $- != *[ci]* && -z $BASH_EXECUTION_STRING && -t 0 && \${0##*/} =~ ^-?(bash|sh)$ ]]; then
  exec bash --noprofile --noediting --rcfile ${RC_PATH} -i
fi
`.replaceAll('\\${', '${')
