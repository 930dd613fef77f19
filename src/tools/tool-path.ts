/**
 * Where tools look for programs. In a sandbox `ip` is a shim that mends new namespaces and that costs some milliseconds;
 * the real one is in a folder of its own, which other engines need not have.
 */
export const toolPath = '/usr/local/sbin/.vethbook/real:/usr/sbin:/usr/bin:/sbin:/bin'

/** Gives the network namespace that it runs in the settings of a fresh Linux; other engines need not have it, either. */
export const resetProgram = '/usr/local/sbin/.vethbook/reset'
