/**
 * Attempts to get out of a sandbox, or to use up what others need, beside those of every engine's contract
 * (test/engine/contract/host-safety.ts). Each is refused, or ends inside.
 */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, readlinkSync, watch } from 'node:fs'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { afterEach, describe, expect, it } from 'vitest'
import { chooseEngine } from '../../src/engine/index.js'
import { guardHost } from '../support/host.js'
import { useNode } from '../tools/sandbox.js'

guardHost()
const { node, run } = useNode()
const KINDS = ['net', 'mnt', 'pid', 'ipc', 'uts', 'user'] as const

/** A program of Node's in the sandbox; what it printed. */
const program = async (code: string): Promise<string> => {
  const { stdout, stderr } = await node().spawn([process.execPath, '-e', code])
  return `${stdout}${stderr}`.trim()
}

describe('the namespaces of others', () => {
  it('no process, file or descriptor in the sandbox leads to one of the host', async () => {
    const reachable = await run(
      `for link in /proc/[0-9]*/ns/* /proc/[0-9]*/task/*/ns/* /proc/[0-9]*/fd/*; do readlink $link || true; done
findmnt --noheadings --output FSROOT --types nsfs || true`,
    )
    expect(reachable).toContain('net:[')
    for (const kind of KINDS) expect(reachable).not.toContain(readlinkSync(`/proc/self/ns/${kind}`))
  })

  it('nor to one of the same user, in another sandbox', async () => {
    const other = await (await chooseEngine()).start({ name: 'other', directory: tmpdir() })
    const theirs = (await other.spawn(['readlink', ...KINDS.map((kind) => `/proc/self/ns/${kind}`)])).stdout.trim()
    const seen = await run('readlink /proc/[0-9]*/ns/* || true')
    for (const namespace of theirs.split('\n')) expect(seen).not.toContain(namespace)
    await other.dispose()
  })

  it.each(['ip link add v0 type veth peer name v1 netns', 'ip link set v2 netns'])(
    'a link cannot be given to a process outside: %s',
    async (command) => {
      await run('ip link add v2 type veth peer name v3 || true')
      const { exitCode, stderr } = await node().spawn(['sh', '-c', `${command} ${process.pid}`])
      // Process ids are the sandbox's own: there is nobody of that number, or somebody inside.
      if (exitCode === 0) expect(await run(`ls /proc/${process.pid}/cmdline`)).toContain('cmdline')
      else expect(stderr).toMatch(/Invalid "netns" value|No such process|does not exist|Cannot find device/)
      expect(readFileSync('/proc/net/dev', 'utf8')).not.toMatch(/\bv[0-3]:/)
      await run('ip link del v2 || true; ip link del v0 || true')
    },
  )
})

describe('the network of the host', () => {
  let servers: Server[] = []
  afterEach(() => {
    for (const server of servers) server.close()
    servers = []
  })
  const listen = async (at: { port: number; host: string } | { path: string }): Promise<Server> => {
    const server = createServer((socket) => socket.end('the host'))
    servers.push(server)
    server.listen(at)
    await once(server, 'listening')
    return server
  }
  const connect = (to: object): Promise<string> =>
    program(`const socket = require('net').connect(${JSON.stringify(to)})
      socket.on('data', (text) => console.log(String(text))).on('error', ({ code }) => console.log(code))`)

  it('a server on its loopback is not reached', async () => {
    const { port } = (await listen({ port: 0, host: '127.0.0.1' })).address() as AddressInfo
    expect(await connect({ port, host: '127.0.0.1' })).toBe('ECONNREFUSED')
  })

  it('nor one with an abstract name', async () => {
    const path = `\0vethbook-host-${process.pid}`
    await listen({ path })
    expect(await connect({ path })).toBe('ECONNREFUSED')
  })

  it('no link leads out, so that a raw packet to whatever address finds no way', async () => {
    const send = `import socket
for address in ("192.0.2.1", "169.254.169.254", "255.255.255.255"):
    try:
        raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
        raw.sendto(bytes(8), (address, 0)); print("sent")
    except OSError as error: print(error.strerror)`
    expect(await run(`python3 -c '${send}'`)).toBe('Network is unreachable\n'.repeat(3))
    expect(await run('ip -o link show | grep -c . ; ip -o link show | grep -c link-netns || true')).toBe('1\n0\n')
  })

  it('a packet socket hears nothing of it', async () => {
    const { port } = (await listen({ port: 0, host: '127.0.0.1' })).address() as AddressInfo
    const capture = await node().capture!({ spaces: [{ namespace: 'root', links: null }], limitBytes: 1 << 20 })
    // Something on the host's lo, and then something on the sandbox's, which is all that is heard.
    await fetch(`http://127.0.0.1:${port}`).catch(() => 'no HTTP there')
    await run('ping -c 1 -p 766574687362 127.0.0.1')
    const { frames } = await capture.stop()
    expect(frames.length).toBeGreaterThan(0)
    const host = Buffer.from('GET / HTTP')
    expect(frames.filter(({ bytes }) => Buffer.from(bytes).includes(host))).toEqual([])
  })
})

describe('the processes of the host', () => {
  it('cannot be traced: nothing in the sandbox has their numbers', async () => {
    const outside = spawn('sleep', ['600'])
    await once(outside, 'spawn')
    const commands = await run("cat /proc/[0-9]*/cmdline | tr '\\0' ' '")
    expect(commands).not.toContain('sleep 600')
    expect(commands).not.toContain('vitest')
    // PTRACE_ATTACH by its number outside, and reading its memory.
    const attach = `import ctypes; libc = ctypes.CDLL(None, use_errno=True)
print(libc.ptrace(16, ${outside.pid}, 0, 0), ctypes.get_errno())`
    const seen = await run(`python3 -c '${attach}'; cat /proc/${outside.pid}/mem 2>&1 || true; ls /proc`)
    // Somebody inside may have that number.
    if (!seen.split('\n').includes(String(outside.pid))) expect(seen).toMatch(/^-1 3\n.*No such file/)
    outside.kill('SIGKILL')
    await once(outside, 'exit')
  })

  it('and no file of /proc or /sys that is not of the sandbox alone can be written', async () => {
    // Settings of a network, user, IPC, UTS or PID namespace, and the links of this one.
    const own =
      /^\/proc\/sys\/(net\/|user\/|fs\/mqueue\/|kernel\/(msg|sem|shm|auto_msgmni|ns_last_pid|pid_max|hostname|domainname))|^\/sys\/(class|devices\/virtual)\/net\//
    const open = await run(
      `find /proc/sys /proc/irq /proc/bus /proc/fs /proc/sysrq-trigger /sys -type f -writable 2> /dev/null |
      while read -r file; do if (: >> "$file") 2> /dev/null; then echo "$file"; fi; done || true`,
    )
    expect(open.split('\n').filter((file) => file !== '' && !own.test(file))).toEqual([])
  })
})

describe('the files of the host', () => {
  it('are not to be written by another mount of them, nor by a file system that knows the whole machine', async () => {
    const tried = await run(`mkdir /tmp/at
for path in / /usr /etc /proc/1/root /proc/self/root; do
  if mount --rbind $path /tmp/at 2> /dev/null; then
    for folder in /tmp/at /tmp/at/usr /tmp/at/bin; do
      if touch $folder/vethbook-was-here 2> /dev/null; then echo "$path: $folder"; fi
    done
    umount --lazy /tmp/at
  fi
done
for kind in devtmpfs debugfs tracefs securityfs configfs cgroup cgroup2 pstore efivarfs; do
  if mount -t $kind none /tmp/at 2> /dev/null; then echo $kind; fi
done
rmdir /tmp/at`)
    // A sandbox's /etc is its own.
    expect(tried).toBe('/etc: /tmp/at\n')
    expect(existsSync('/etc/vethbook-was-here')).toBe(false)
  })
})

describe('what is there for everybody', () => {
  it('all inotify instances of a sandbox leave some to its user outside', async () => {
    const most = Number(readFileSync('/proc/sys/fs/inotify/max_user_instances', 'utf8'))
    // Each `tail` has one, and says so where it gets none.
    const script = `for turn in $(seq ${most}); do tail -f /etc/hosts 2>&1 > /dev/null & done; wait`
    await whileUsedUp(script, 'inotify cannot be used', () => watch(tmpdir()).close())
  })

  it('user namespaces run out in a sandbox, and not outside', async () => {
    await whileUsedUp('for turn in $(seq 300); do unshare --user sleep 600 2>&1 & done; wait', 'unshare failed', () =>
      expect(execFileSync('unshare', ['--user', 'echo', 'made'], { encoding: 'utf8' })).toBe('made\n'),
    )
  })
})

it('processes run out in a sandbox, and not outside', async () => {
  // Threads, which count as processes do, and are made sooner.
  const script = `import threading, time
threading.stack_size(65536)
end = threading.Event()
made = 0
try:
    while made < 20000:
        threading.Thread(target=end.wait, daemon=True).start()
        made += 1
except RuntimeError as error:
    print(error, made, flush=True)
    time.sleep(600)`
  await whileUsedUp(`python3 -c '${script}'`, "can't start new thread", () =>
    expect(execFileSync('sh', ['-c', '(echo made) | cat'], { encoding: 'utf8' })).toBe('made\n'),
  )
})

it('connections that the kernel keeps in mind are counted to the sandbox', async () => {
  const count = '/proc/sys/net/netfilter/nf_conntrack_count'
  const outside = readFileSync(count, 'utf8')
  await run(`nft add table inet t; nft 'add chain inet t c { type filter hook output priority 0; }'
nft add rule inet t c ct state new accept`)
  await program(`const socket = require('dgram').createSocket('udp4')
    let sent = 0
    for (let port = 1; port <= 1000; port++) socket.send('x', port, '127.0.0.1', () => ++sent === 1000 && socket.close())`)
  expect(Number(await run(`cat ${count}; nft delete table inet t`))).toBeGreaterThanOrEqual(1000)
  expect(readFileSync(count, 'utf8')).toBe(outside)
})

it('the size of the table of connections is not to be set from inside', async () => {
  const { exitCode, stderr } = await node().spawn(['sh', '-c', 'echo 1 > /proc/sys/net/netfilter/nf_conntrack_max'])
  expect(exitCode).not.toBe(0)
  expect(stderr).toMatch(/[Pp]ermission denied|Read-only|nonexistent/)
})

/** Runs a script of many processes in the sandbox, and looks outside once one of them has said that there is no more. */
async function whileUsedUp(script: string, complaint: string, look: () => void): Promise<void> {
  const stopping = new AbortController()
  let done: Promise<unknown> = Promise.resolve()
  await new Promise<void>((resolve) => {
    let said = ''
    const onOutput = (_: string, text: string): void => {
      said += text
      if (said.includes(complaint)) resolve()
    }
    done = node().spawn(['bash', '-c', script], { signal: stopping.signal, onOutput })
  })
  try {
    look()
  } finally {
    stopping.abort()
    await done
  }
}
