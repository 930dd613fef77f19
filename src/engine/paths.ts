/** Where the sandbox keeps what is ours: a read-only mount of its own, below a folder that is on every PATH. */
export const OURS = '/usr/local/sbin/.vethbook'

/** What each bash of the learner reads at its start. */
export const RC_PATH = `${OURS}/rc`
export const BASH_ENV_PATH = `${OURS}/bash-env`

/** Where a shell that came from outside writes at each of its prompts. */
export const VISITED = '/run/.vethbook-visited'

/** The real `ip`: a shim is mounted over it. */
export const REAL_IP = `${OURS}/real/ip`

/** The host's /etc, for the agent to copy from. */
export const HOST_ETC = `${OURS}/etc`

/** Where paths to mount back are kept aside: a number each. */
export const KEPT = `${OURS}/kept`

/** For further machines, as root: a read-only /proc that nothing is mounted over, and the settings of networks. */
export const PROC = `${OURS}/proc`
export const SYSCTLS = `${OURS}/sysctls`
