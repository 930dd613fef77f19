/**
 * Whether `# text`, in a block whose other commands have prompts, is a command behind root's prompt or a remark.
 * Documentation prints root's commands so (`$` for everybody, `#` for root); people also write remarks between
 * prompted lines. A remark that is run fails loudly, a commented-out command that is run does harm: in doubt, a remark.
 */
const commands = new Set(
  `arp arping apt apt-get awk bash bridge brctl bpftool capsh cat cd chmod chown conntrack cp curl declare dhclient dhcpcd
  dig dnf dnsmasq docker echo env ethtool exit export for grep head host hostname ifconfig ip ip6tables ipcalc iperf
  iperf3 ipset iptables iptables-legacy iptables-nft iptables-save ipvsadm iw jobs journalctl kill killall kubectl ls
  lsmod lsns lsof man mkdir mknod modprobe modinfo mount mv nc ncat netcat netstat nft ngrep nmap nsenter nslookup
  ovs-vsctl pgrep ping ping6 pkill podman printf ps pwd python python3 readlink rm rmdir route sed sh sleep socat ss
  ssh stat strace sysctl systemctl tail tc tcpdump tee timeout touch tracepath traceroute tshark tunctl umount uname
  unshare vconfig vtysh watch wc wg wget which while xargs yum`.split(/\s+/),
)

const proseWords =
  /\b(?:the|an|we|you|this|that|these|is|are|our|your|now|then|and|both|with|between|again|its|it|into)\b/i

export function isRootCommand(text: string, seenCommands: ReadonlySet<string>): boolean {
  const first = /^\S+/.exec(text)?.[0] ?? ''
  // Root needs no sudo: this is a commented-out command.
  if (first === 'sudo') return false
  const isKnown = commands.has(first) || seenCommands.has(first) || /^(?:\.{0,2}\/\S+|[A-Za-z_]\w*=\S*)$/.test(first)
  if (!isKnown) return false
  return first === 'echo' || first === 'printf' || !(proseWords.test(unquoted(text)) || /[.:…]$/.test(text))
}

function unquoted(text: string): string {
  return text.replace(/'[^']*'|"[^"]*"/g, '')
}
