import { findCommand, run } from './command.mjs'
import { step } from './report.mjs'

/** Debian packages that the lessons need, each with a command that tells whether it is there. */
const forLessons = {
  iproute2: 'ip',
  'iputils-ping': 'ping',
  'util-linux': 'unshare',
  procps: 'sysctl',
  tcpdump: 'tcpdump',
  nftables: 'nft',
  iptables: 'iptables',
  'bridge-utils': 'brctl',
  curl: 'curl',
}
const forTests = {
  chromium: 'chromium',
  uidmap: 'newuidmap',
  iperf3: 'iperf3',
  'poppler-utils': 'pdftotext',
  'qemu-system-x86': 'qemu-system-x86_64',
}

/** Installs what is missing as root; names it, with the command that installs it, for anyone else. */
export async function debianPackages({ tests }) {
  const wanted = { ...forLessons, ...(tests ? forTests : {}) }
  const missing = Object.keys(wanted).filter((name) => !findCommand(wanted[name]))
  await installPackages(missing)
}

/** Returns whether the packages are there now. */
export async function installPackages(names) {
  if (names.length === 0) return true
  const command = `apt-get install -y ${names.join(' ')}`
  if (process.getuid() !== 0 || !findCommand('apt-get')) {
    console.log(
      `  Not installed: ${names.join(', ')}. What needs them will not work until you run\n    sudo ${command}`,
    )
    return false
  }
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  const remedy = `Try it by hand: ${command}`
  await step(`Debian packages ${names.join(', ')}`, async () => {
    await run('apt-update.log', ['apt-get', 'update'], { remedy, env })
    await run('apt-install.log', ['apt-get', 'install', '-y', '--no-install-recommends', ...names], { remedy, env })
  })
  return true
}
