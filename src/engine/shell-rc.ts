/**
 * What the learner's bash, and each bash entered from it, reads at its start. Text of ours that runs inside the sandbox;
 * the agent reads the marks it writes.
 */

/** Where the sandbox keeps what is ours: on a read-only mount of its own, below a folder that is on every PATH. */
export const OURS = '/usr/local/sbin/.vethbook'
export const RC_PATH = `${OURS}/rc`
export const BASH_ENV_PATH = `${OURS}/bash-env`

/** The descriptor that bash is started with for its marks, and where it keeps it (out of a script's way). */
export const MARKS_AT_START = 9
const MARKS = 250

/** PS2: bash prints it on stderr when it waits for the rest of a command. */
export const MORE_MARK = '\u0001vethbook: more\u0002'

/** A function that tells the number it is given, and leaves the status as it was. */
export const SYNC = '__vethbook_sync'

/**
 * A prompt mark tells the last status, the depth of entered shells, the shell's process and its directory. A failure mark tells status, depth,
 * line (counted since that shell began) and command.
 */
export const RC = String.raw`
if { : >&9; } 2>/dev/null; then exec ${MARKS}>&9 9>&-; fi
export VETHBOOK_DEPTH=$((\${VETHBOOK_DEPTH:--1} + 1))
export BASH_ENV=${BASH_ENV_PATH}
unset HISTFILE MAIL MAILCHECK MAILPATH TMOUT
set +H
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
