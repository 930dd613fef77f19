/**
 * What the learner's bash, and each bash entered from it, reads at its start. Text of ours that runs inside the sandbox;
 * the agent reads the marks it writes.
 */
import { BASH_ENV_PATH, RC_PATH } from './paths.js'

/** The descriptor that bash is started with for its marks, and where it keeps it (out of a script's way). */
export const MARKS_AT_START = 9
const MARKS = 250

/** PS2: bash prints it on stderr when it waits for the rest of a command. */
export const MORE_MARK = '\u0001vethbook: more\u0002'

/** A function that tells the number it is given, and leaves the status as it was. */
export const SYNC = '__vethbook_sync'

/**
 * It may be read twice, by --rcfile and by the system's bash.bashrc, which a `bash -i` reads too.
 *
 * A prompt mark tells the last status, the depth of entered shells, the shell's process and its directory. A failure mark tells status, depth,
 * line (counted since that shell began) and command.
 */
export const RC = String.raw`
if [[ \${__vethbook_pid-} == $$ ]]; then return; fi
__vethbook_pid=$$
if { : >&9; } 2>/dev/null; then exec ${MARKS}>&9 9>&-; fi
export VETHBOOK_DEPTH=$((\${VETHBOOK_DEPTH:--1} + 1))
export BASH_ENV=${BASH_ENV_PATH}
unset HISTFILE MAIL MAILCHECK MAILPATH TMOUT
set +H +o emacs +o vi
shopt -u checkwinsize
PS1=
PS2=$'${'\\001vethbook: more\\002'}'
__vethbook_prompt() { printf 'P\t%s\t%s\t%s\t%s\0' "$?" "$VETHBOOK_DEPTH" "$$" "$PWD" >&${MARKS}; }
${SYNC}() { local status=$?; printf 'S\t%s\0' "$1" >&${MARKS}; return "$status"; }
PROMPT_COMMAND=__vethbook_prompt
trap 'printf "E\t%s\t%s\t%s\t%s\0" "$?" "$VETHBOOK_DEPTH" "$LINENO" "$BASH_COMMAND" >&${MARKS}' ERR
`.replaceAll('\\${', '${')

/** A bash that reads a terminal but is not interactive (its output is a pipe): it becomes one that tells its marks. */
export const BASH_ENV = String.raw`
if [[ $- != *[ci]* && -z $BASH_EXECUTION_STRING && -t 0 && \${0##*/} =~ ^-?(bash|sh)$ ]]; then
  exec bash --noprofile --noediting --rcfile ${RC_PATH} -i
fi
`.replaceAll('\\${', '${')
