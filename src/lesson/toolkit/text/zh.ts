import type { Change, LinkStateName } from '../../../network/index.js'
import { at, type CauseWords } from './causes.js'
import type { Catalogue } from './en.js'

const list = (words: readonly string[]): string => words.join('、')
const orNone = (words: readonly string[], none: string): string => (words.length === 0 ? none : list(words))

const zhSpace = (name: string): string => (name === 'root' ? '根命名空间' : name.replace(/\/root$/, ''))

const zhPlace = (link: string, where: string): string => `${zhSpace(where)} 中的 ${link}`

/** 汉字之间不留空格。 */
const tidy = (text: string): string => text.replace(/(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, '')

const zhState: Record<LinkStateName, string> = {
  absent: '不存在',
  'admin down': '已关闭（admin down）',
  'lower layer down': '已启用但没有载波，因为另一端已关闭（lower layer down）',
  'no carrier': '已启用但没有载波（no carrier）',
  up: '已启用（up）',
}

const links = '看看 PLACE 的网络接口：ip link 会显示哪些已启用。'
const addresses = '看看 PLACE 的地址：ip addr 会列出它们。'
const routes = '看看 PLACE 的路由：ip route 会显示数据包的去向。'
const bridges = '看看 PLACE 的网桥：bridge link 会列出它的端口。'
const neighbours = '看看 PLACE 的邻居表：ip neigh 会显示谁应答了。'
const filters = '在 PLACE 找一找防火墙：nft list ruleset 和 iptables -L -v。'
const settings = '看看 PLACE 的内核设置：sysctl 会显示它们的值。'

/** lab.explain 找到的原因。 */
const causes: CauseWords = {
  ok: at('这条路上一切正常。', () => '再试一次：现在发出的数据包可以到达。'),
  'no-such-namespace': at('看看有哪些命名空间：ip netns list。', (place) => `没有名为 ${place} 的命名空间。`),
  'no-link': at(links, (place) => `${place}里没有通向别处的接口。需要把一端移过去。`),
  'link-down': at(links, (place) => `${place} 处于关闭状态。`),
  'no-carrier': at(links, (place) => `${place} 已启用，但没有载波：另一端没有启用的接口。`),
  'no-address': at(addresses, (place) => `${place} 没有地址。你想要的那个地址现在在谁那里？`),
  'wrong-subnet': at(
    addresses,
    (place) => `${place} 的地址和另一端的地址不在同一个网络里。请比较斜线后面的数字所涵盖的部分。`,
  ),
  'no-route': at(routes, (place) => `${place}没有通往那个地址的路由。`),
  'no-return-route': at(routes, (place) => `数据包到达了，但${place}没有回程路由。`),
  'blackhole-route': at(routes, (place) => `${place}里有一条路由把这些数据包丢弃了。`),
  'policy-rule': at(
    '看看 PLACE 的策略规则：ip rule 会显示先查哪张表。',
    (place) => `${place}里有一条规则把这些数据包引向别处。`,
  ),
  'neighbour-unresolved': at(
    neighbours,
    (place) => `${place} 询问谁有那个地址，但没有人应答。另一端真的有这个地址吗？`,
  ),
  'stale-neighbour': at(neighbours, (place) => `${place} 为那个邻居保存了错误的 MAC 地址。`),
  'arp-off': at(links, (place) => `${place} 不询问也不应答地址：ARP 已关闭。`),
  'address-conflict': at(addresses, (place) => `有两处使用了同一个地址，其中一处是 ${place}。`),
  'not-bridged': at(bridges, (place) => `${place} 不是网桥的端口。`),
  'different-bridge': at(bridges, (place) => `${place} 是另一个网桥的端口。`),
  'port-blocked': at(bridges, (place) => `端口 ${place} 不转发。`),
  'vlan-mismatch': at('看看 PLACE 的 VLAN：bridge vlan。', (place) => `在 ${place}，端口的 VLAN 不一致。`),
  'vxlan-mismatch': at('看看 PLACE 的隧道：ip -d link。', (place) => `在 ${place}，隧道两端的设置不一致。`),
  'wrong-fdb': at('看看 PLACE 的网桥学到了什么：bridge fdb。', (place) => `${place} 的一条记录把帧送到了错误的端口。`),
  'forwarding-off': at(settings, (place) => `${place}不转发数据包：ip_forward 是 0。`),
  'rp-filter': at(settings, (place) => `${place} 丢弃了数据包，因为回程会走另一条路（rp_filter）。`),
  filtered: at(filters, (place) => `${place} 的一条防火墙规则丢弃了数据包。`),
  'icmp-ignored': at(settings, (place) => `${place}不应答 ping（icmp_echo_ignore_all）。`),
  'port-closed': at('看看 PLACE 有什么程序在监听：ss -lnt。', (place) => `${place}没有程序在监听那个端口。`),
  'queue-loss': at('看看 PLACE 的队列：tc qdisc。', (place) => `${place} 的队列丢弃了数据包。`),
  mtu: at(links, (place) => `数据包对 ${place} 来说太大了：它的 MTU 更小。`),
  'ttl-exceeded': at(routes, (place) => `数据包在 ${place} 用完了跳数。`),
  loop: at(routes, (place) => `数据包在绕圈子，途经 ${place}。`),
  'loopback-down': at(
    '看看 PLACE：和自己通信所需的接口都启用了吗？',
    (place) => `${place}的回环接口 lo 处于关闭状态。`,
  ),
  unknown: at('用 lab.explain 看看能看到的一切。', (place) => `有什么东西在 ${place} 挡住了数据包。`),
}

/** 工具包的全部中文文本。 */
export const zh: Catalogue = {
  space: zhSpace,
  place: zhPlace,
  list,
  prediction: {
    title: (question) => `预测：${question}`,
    chosen: (answer) => `你的预测：${answer}`,
    kept: (answer) => `你之前的预测：${answer}`,
    taken: (answer) => `现在没有人来预测，采用默认值：${answer}`,
    none: '还没有预测。不预测也可以继续。',
    byLine: (line) => `若要用文字预测，请在调用的末尾加上 ${line}，然后重新运行这个单元格。`,
    inOptions: (entry) => `若要用文字预测，请把 ${entry} 写进调用末尾的选项里，然后重新运行这个单元格。`,
    noChoice: (option, said, choices) => `${option} 是 ${said}，不在选项之中。可选的有：${choices.join('、')}`,
    buttons: '你的预测',
    predicted: (answer) => `预测：${answer}`,
    notPredicted: '预测：无',
    observed: (outcome) => `观察：${outcome}`,
    right: '与预测一致。',
    wrong: '与预测不同。',
    open: '请比较两者。',
    because: (reason) => `原因：${reason}${/[.!?…。！？]$/.test(reason) ? '' : '。'}`,
  },
  check: {
    reached: (goal) => `已达到：${goal}`,
    notYet: (goal) => `尚未达到：${goal}`,
    justReached: (goal) => `刚刚达到：${goal}`,
    brokenAgain: (goal) => `不再成立：${goal}`,
    task: (goal) => `轮到你了：${goal}`,
    saw: (what) => `看到：${what}。`,
    wanted: (what) => `想要：${what}。`,
    ran: (commands) => `此后运行了：${commands}`,
    since: (changes) => `发生的变化：${changes.join('；')}。`,
    hint: (hint) => `提示：${hint}`,
    moreHints: '下一个提示：await lesson.hint()',
    howToTask: '把你的命令写在下一个单元格里。每个单元格运行之后都会检查网络；用任何方法达到目标都算对。',
    askHint: '需要提示：await lesson.hint()',
    holds: '这项检查的条件成立',
    holdsNot: '这项检查的条件不成立',
  },
  hint: {
    title: (goal, number, total) => `提示 ${number}/${total}：${goal}`,
    last: '这是最后一个提示。查看一种解法：await lesson.solution()',
    none: (goal) => `没有提示可给：${goal}`,
    nothingFails: '没有未达到的目标，不需要提示。',
    solution: (goal) => `一种解法：${goal}`,
    noSolution: (goal) => `没有保存解法：${goal}。只有提示可用。`,
  },
  saw: {
    noSpace: (name, there) => `没有命名空间 ${name}；${there.length === 0 ? '现在一个也没有' : `现有 ${list(there)}`}`,
    space: (name) => `命名空间 ${name} 存在`,
    gone: (name) => `没有命名空间 ${name}`,
    noLink: (name, where, there) => `哪里都没有接口 ${name}；${zhSpace(where)}有 ${orNone(there, '零个接口')}`,
    link: (name, where) => `${zhPlace(name, where)} 存在`,
    elsewhere: (name, there, where) => `${name} 在${zhSpace(there)}，不在${zhSpace(where)}`,
    notHere: (name, where, others) =>
      `没有 ${zhPlace(name, where)}${others.length === 0 ? '' : `；同名的接口在${list(others.map(zhSpace))}`}`,
    linkState: (name, where, state) => `${zhPlace(name, where)} ${zhState[state]}`,
    otherEndDown: (name, where, peer, there) =>
      `${zhPlace(name, where)} 只启用了这一端：另一端 ${zhPlace(peer, there)} 已关闭`,
    bridgeWithoutCarrier: (name, ports) => `${name} 已启用但没有载波；它的端口：${orNone(ports, '无')}`,
    hasAddress: (link, where, addresses) =>
      addresses.length === 0
        ? `${link === undefined ? zhSpace(where) : zhPlace(link, where)} 没有地址`
        : `${link === undefined ? zhSpace(where) : zhPlace(link, where)} 有 ${list(addresses)}`,
    wrongEnd: (name, there, here, where) => `${name} 在${zhSpace(there)}，而它的另一端 ${here} 在${zhSpace(where)}`,
    port: (name, bridge) => `${name} 是 ${bridge} 的端口`,
    noPort: (name) => `${name} 不是任何网桥的端口`,
    peerIsPort: (name, peer, bridge) => `${name} 不是端口；它的另一端 ${peer} 是 ${bridge} 的端口`,
    noBridge: (name) => `${name} 是一个接口，但不是网桥`,
    noMac: (what) => `${what} 既不是 MAC 地址，也不是现有的接口`,
    entry: (mac, port) => `${mac} 在 ${port} 之后`,
    learned: (what, bridge, port) => `${bridge} 学到了 ${what} 在 ${port} 之后`,
    notLearned: (what, bridge, entries) =>
      `${bridge} 不知道 ${what} 在哪里；它学到了：${orNone(entries, '什么也没有')}`,
    routes: (where, routes) => `${zhSpace(where)}${routes.length === 0 ? '没有路由' : `的路由：${routes.join('；')}`}`,
    answered: (address, ms) => `${address} 在 ${ms} 毫秒后应答`,
    answeredLater: (address) => `${address} 应答了，但不是立刻`,
    silent: (address, ms) => `${address} 在 ${ms} 毫秒内没有应答`,
    refused: (address, reason, from) => `${address} 没有应答：${reason}${from === null ? '' : `（来自 ${from}）`}`,
    portOpen: (address, port) => `${address} 在端口 ${port} 上接受连接`,
    portShut: (target, port) => `无法连接 ${target} 的端口 ${port}`,
    reached: (from, to, address) => `从 ${from} 到 ${to}（${address}）的 ping 得到了应答`,
    isolated: (one, other) => `${one} 和 ${other} 之间的 ping 都没有应答`,
  },
  wanted: {
    up: (name, where) => `${zhPlace(name, where)} 已启用（up）`,
    space: (name) => `有命名空间 ${name}`,
    noSpace: (name) => `没有命名空间 ${name}`,
    link: (name, where) => `有接口 ${zhPlace(name, where)}`,
    noLink: (name, where) => `没有接口 ${zhPlace(name, where)}`,
    address: (address, link, where) => `${link === undefined ? zhSpace(where) : zhPlace(link, where)} 有 ${address}`,
    port: (name, bridge) => `${name} 是 ${bridge} 的端口`,
    learned: (what, bridge, port) => `${bridge} 学到了 ${what} 在哪里${port === undefined ? '' : `：在 ${port} 之后`}`,
    route: (to, via, dev, where) =>
      `${zhSpace(where)}有通往 ${to} 的路由${via === undefined ? '' : `，经过 ${via}`}${dev === undefined ? '' : `，从 ${dev} 发出`}`,
    reaching: (from, to, port) =>
      port === undefined ? `从 ${from} 到 ${to} 的 ping 得到应答` : `${from} 可以连接 ${to} 的端口 ${port}`,
    isolated: (one, other) => `${one} 和 ${other} 之间的 ping 都没有应答`,
    not: (what) => `相反的情况：${what}`,
  },
  hints: {
    lookForSpaces: '有哪些命名空间？ip netns list 会列出来。',
    addSpace: (name) => `命名空间用 ip netns add 创建，名字必须正好是 ${name}。`,
    deleteSpace: '命名空间用 ip netns delete 删除。',
    lookForLinks: '有哪些接口？ip link 会列出来，每个命名空间要分别查看。',
    addLink: (name) => `${name} 需要先创建。接口用 ip link add 创建；veth 对的两端由一条命令同时创建。`,
    oneNamespace: (name) => `一个接口同一时间只在一个命名空间里。${name} 现在在哪里？`,
    move: (name, from, to) =>
      `${name} 还在${zhSpace(from)}。ip link set … netns … 把它移到${zhSpace(to)}；命令要在接口所在的地方运行。`,
    whereLinksAre: '命令只能在它运行的命名空间里找到接口。',
    deleteLink: (where) => `ip link delete 必须在${zhSpace(where)}里运行；删除一端，另一端也会消失。`,
    switchedOff: '新的接口是关闭的，移动过的接口也是。需要有人把它打开。',
    switchOn: (name, where) => `对 ${zhPlace(name, where)} 使用 ip link set … up。`,
    twoEnds: '一根线有两端。另一端也要看看。',
    carrierOfBridge: (name) => `只要有一个端口启用，网桥就有载波。${name} 有哪些端口？`,
    prefix: '地址是对的。看看斜线后面的数字。',
    wrongPrefix: (seen, wanted) => `${seen} 应该是 ${wanted}。没有写斜线的地址会变成 /32：它的网络里没有别人。`,
    elsewhere: '地址是有的，但不在该在的地方。',
    addressElsewhere: (address, link, where) =>
      `${address} 在 ${zhPlace(link, where)} 上。先在那里去掉它（ip addr del），否则会有两份。`,
    wasThere: (address) => `${address} 之前是有的。之后这个接口发生了什么？`,
    lostByMove: (address) => `移到另一个命名空间的接口会失去它的地址。移动之后请再添加一次 ${address}。`,
    lookForAddresses: (where) => `有哪些地址？在${zhSpace(where)}里用 ip addr 查看。`,
    addAddress: (address) => `ip addr add … dev … 给接口添加地址；请逐位对照 ${address}。`,
    portsAreHere: (bridge) => `${bridge} 的端口和 ${bridge} 在同一个命名空间里。`,
    wrongEnd: (name, here) => `移错了一端：${name} 应该在这里，${here} 应该在另一边。`,
    otherBridge: (name) => `${name} 已经是端口了，但属于另一个网桥。`,
    notPlugged: (name, bridge) => `${bridge} 和 ${name} 并排放着。还没有人告诉 ${name} 它属于 ${bridge}。`,
    setMaster: (name, bridge) => `ip link set … master … 让 ${name} 成为 ${bridge} 的端口。`,
    bridgeIsALink: '网桥也是一个接口，类型是 bridge。',
    addBridge: (name) => `${name} 需要作为网桥创建：ip link add … type bridge。`,
    learning: '网桥从进入端口的帧中学习。之后有帧进来过吗？',
    sendSomething: (what, bridge) => `让 ${what} 通过 ${bridge} 发送点什么：一个 ping 就够了。`,
    otherPort: (seen, wanted) => `帧是从 ${seen} 进来的，而不是从 ${wanted}。哪根线通向哪里？`,
    otherWay: '有一条路由，但它通向别处。',
    replaceRoute: (via, dev) =>
      `ip route replace 可以修改它：${via === undefined ? '' : ` via ${via}`}${dev === undefined ? '' : ` dev ${dev}`}。`,
    routesNeedLinks: '接口关闭时，它的路由也会消失。',
    gatewayNearby: '网关必须是邻居：在不经过网关就能到达的网络里。',
    gatewayUnknown: (via, where) => `${zhSpace(where)}没有通往 ${via} 本身的路由。看看它的地址。`,
    lookForRoutes: (where) => `有哪些路由？在${zhSpace(where)}里用 ip route 查看。`,
    addRoute: (to) => `ip route add ${to} … 添加一条路由。`,
    someWay: '两者之间有一条路。经过哪些接口？',
    thisWay: (links) => `这条路：${links.join(' → ')}。`,
    tool: (tool) => `修改它的命令以此开头：${tool}`,
    undo: (saw) => `撤销这一点：${saw}。`,
  },
  causes,
  changes: {
    change: (change) => tidy(zhChange(change)),
    title: (count) => `${count} 处变化：`,
    more: (count) => `另外 ${count} 处变化`,
    andMore: (count) => `以及另外 ${count} 处变化`,
    nothing: (minor) => (minor === 0 ? '没有变化。' : `除了内核自己做的（${minor} 处变化），没有变化。`),
  },
  pictures: {
    network: {
      nodes: (count) => `${count} 个节点`,
      namespaces: (count) => `${count} 个网络命名空间`,
      pairs: (count) => `${count} 个 veth 对`,
      bridges: (count) => `${count} 个网桥`,
      others: (count) => `${count} 个其他接口`,
      overview: (counts) => `${list(counts)}。`,
      alike: (first, last, count) => `${first} … ${last}，共 ${count} 个，彼此相同。`,
      group: (first, last, count) => `命名空间 ${first} … ${last}，共 ${count} 个，彼此相同。以 ${first} 为例：`,
      root: '根命名空间：',
      nodeRoot: (node) => `节点 ${node} 的根命名空间：`,
      namespace: (name) => `命名空间 ${name}：`,
      link: (name, kind, state, facts) =>
        `${[`接口 ${name}${kind === null ? ' ' : `（${kind}）`}${state}`, ...facts].join('；')}。`,
      state: (state) => zhState[state],
      addresses: (addresses) => `地址 ${list(addresses)}`,
      noAddress: '没有地址',
      ports: (names) => `端口 ${list(names)}`,
      manyPorts: (count, first, last) => `${count} 个端口，从 ${first} 到 ${last}`,
      noPorts: '没有端口',
      peer: (name, namespace) => tidy(`另一端是 ${zhPlace(name, namespace)}`),
      peerHere: (name) => `另一端是 ${name}，也在这里`,
      peerUnnamed: '另一端在一个没有名字的命名空间里',
      portOf: (bridge) => `它是 ${bridge} 的端口`,
      routes: (routes) => `路由：${routes.join('；')}。`,
      rules: (rules) => `规则：${rules.join('；')}。`,
      table: (name) => tableOf(name),
    },
    networkTitle: (counts) => `网络：${list(counts)}`,
    ping: {
      columns: ['送出', '收到', '丢失', '最小（毫秒）', '中位数（毫秒）', '第 95 百分位（毫秒）', '最大（毫秒）'],
      said: (reason, from) => `${reason}（来自 ${from}）`,
      pings: (count, route) => `${count} 次 ping，${route}`,
      because: (reason) => `（原因：${reason}）`,
      stopped: '，提前停止',
      nothingSent: (route) => `${route}：什么也没有送出`,
      noneAnswered: (pings) => `${pings}：没有应答`,
      answered: (pings, ms) => `${pings}：${ms} 毫秒后应答`,
      figures: (pings, lost, medianMs) =>
        `${pings}：${lost === 0 ? '没有丢失' : `丢失 ${lost} 个`}，中位数 ${medianMs} 毫秒`,
      none: '没有可以显示的 ping',
      series: (count, lost, sent, medians) =>
        `${count} 组 ping：${sent} 个中丢失 ${lost} 个` +
        (medians.length === 0 ? '' : `，中位数 ${medians.join(' 到 ')} 毫秒`),
      sentence: (title) => `结果：${title}。`,
      roundTrip: (min, median, p95, max) =>
        `往返时间：最小 ${min}，中位数 ${median}，第 95 百分位 ${p95}，最大 ${max} 毫秒。`,
      lost: (numbers) => `丢失的编号：${numbers}。`,
      times: (reason, count) => `${reason}：${count} 次。`,
      twice: (numbers) => `应答了两次的编号：${numbers}。`,
      more: (numbers, count) => `${numbers}，还有 ${count} 个`,
    },
    links: {
      none: '没有可以显示的接口',
      title: (links, duration, changes, moves) =>
        `${links} 个接口，${duration}：状态变化 ${changes} 次${moves === 0 ? '' : `，移动 ${moves} 次`}`,
      sentence: (title) => `概况：${title}。`,
      commands: '命令：',
      moreCommands: (count) => `还有 ${count} 条`,
      links: '接口：',
      never: '从未出现',
      state: (state) => zhState[state],
      at: (what, time) => `${time} 时${what}`,
      moved: (from, to) => `从${zhSpace(from)} 移到${zhSpace(to)}`,
      renamed: (from, to) => `从 ${from} 改名为 ${to}`,
      always: (state) => `一直${state}`,
      then: (steps) => steps.join('，然后 '),
      andMore: (story, count, last) => `${story}，还有 ${count} 次变化；最后${last}`,
    },
    frames: {
      title: (count, ends) =>
        `${count} 个帧，${ends.length < 2 ? `在 ${ends[0] ?? '无处'}` : `在 ${ends.join(' 和 ')} 之间`}`,
      stopped: (title, what, at) => `${title}；${what} 到 ${at} 为止`,
      sentence: (title) => `看到：${title}。`,
      nobody: '无人',
      end: (at, why) => `到 ${at} 为止${why === '' ? '' : `：${why}`}`,
      copy: '泛洪的副本',
      more: (count) => `还有 ${count} 个帧`,
    },
  },
  progress: {
    notKept: (path, reason) => `本课的进度只保存在内存中，内核结束后就会消失：无法使用 ${path}（${reason}）。`,
    damaged: (path, aside) => `无法把 ${path} 读作课程进度。它已另存为 ${aside}，本课从头开始。`,
    newer: (path) => `${path} 是由更新版本的 vethbook 写入的。它保持不变，本课的进度只保存在内存中。`,
    reset: '本课的进度已清除：预测、检查和提示都从头开始。',
  },
  gaps: {
    empty: (gap, number) => `还有一个空没有填：第 ${number} 行的 ${gap}。什么都没有运行。`,
    put: (gap) => `把 ${gap} 换成应填的内容，然后重新运行这个单元格。`,
    more: (count) => `另外还有 ${count} 个空没有填。`,
    taken: '现在没有人来填空，采用：',
    failed: '有命令失败了。它在这里的含义是：',
    anew: '想从头再来，就先运行这一节的第一个单元格，再运行这一个。',
  },
  order: {
    title: (goal) => `排序：${goal}`,
    task: '这些行的顺序被打乱了，其中有些可能并不需要。怎样的顺序能达到目标？',
    byLine: (line) => `在调用的末尾加上 ${line}，字母按你的顺序排列，然后重新运行这个单元格。`,
    inOptions: (entry) => `把 ${entry} 写进调用末尾的选项里，字母按你的顺序排列，然后重新运行这个单元格。`,
    noLine: (letter, letters) => `没有第 ${letter} 行。现有的行：${letters.join('、')}。`,
    twice: (letter) => `第 ${letter} 行写了两次。`,
    taken: '现在没有人来排序，采用：',
    failed: (letter, line) => `第 ${letter} 行失败：${line}`,
    stopped: '它之后的行没有运行。这是在一台单独的机器上试的：你的实验保持原样。',
    nothingFailed: '没有一行失败，但目标没有达到。是少了一行，还是多了一行？',
  },
  section: {
    begins: (name) => `本节：${name}`,
    again: '实验已处于本节的起点。要重新开始本节，请再次运行这个单元格。',
  },
  summary: {
    title: '小结。',
    time: (minutes) => (minutes < 1 ? '到目前为止不到一分钟。' : `到目前为止 ${minutes} 分钟。`),
    nothing: '还没有预测、检查或运行过任何东西。',
    predictions: (right, tried) => `预测：${tried} 个中有 ${right} 个应验`,
    open: (predicted) => `你的预测是 ${predicted}；还没有试过。`,
    right: (predicted) => `你的预测是 ${predicted}，结果正是如此。`,
    wrong: (predicted, observed) => `你的预测是 ${predicted}；结果是 ${observed}。`,
    checks: (passed, all) => `目标：${all} 个中达到了 ${passed} 个`,
    hints: (count) => `${count} 个提示`,
    sawSolution: '看过答案',
    practice: '修复过的网络',
    broken: (from, to, level, how) => `${from} 到 ${to}，第 ${level} 级：${how}`,
    mended: (time, commands) => `用 ${time}、${commands}修复`,
    notMended: '尚未修复',
    named: (named, faults) =>
      faults === 1 ? (named === 1 ? '原因说对了' : '没有说出原因') : `${faults} 处原因说对了 ${named} 处`,
    manual: '你运行过的命令的手册页',
  },
  practice: {
    worked: '网络在正常时的样子：',
    terminal: {
      welcome: '这是你自己的一台机器上的 shell。除了它原有的命令，它还认识：',
      help: {
        task: '再说一遍什么坏了，以及网络在正常时的样子',
        found: '说出什么坏了、在哪里：found link-down at ns1.veth1',
        repaired: '测试 ping 是否恢复',
        hint: '下一个提示，由模糊到明确',
        explain: 'ping 现在停在哪里，附证据',
        'give-up': '答案',
        next: '下一题；next 3 是第 3 级的一题',
        help: '再看一遍这些词',
        'Ctrl+D': '离开；什么都不会留下',
      },
      preparing: '正在搭建网络，并把它弄坏……',
      sayFound: '请说出什么坏了、在哪里：found link-down at ns1.veth1',
      noLevel: (said) => `没有第 ${said} 级。有 1、2、3、4、5 级。`,
      last: '没有更多提示了。答案：give-up',
      nextOne: '下一题：next',
      inner: '请先离开这个 shell：exit',
      bye: (mended, tried) => `修复了 ${tried} 题中的 ${mended} 题。什么都没有留下。`,
    },
    nothingBroken: '还没有弄坏任何东西。请先弄坏一处：await lesson.break(lab, { level: 1 })',
    built: (level) => `实验里还没有网络，已为第 ${level} 级搭建了一个。`,
    title: (from, to) => `${from} 无法再到达 ${to}。`,
    count: { 1: '有一处被弄坏了。', 2: '有两处被弄坏了。' },
    task: '找出原因并修复它。只要 ping 重新有应答，任何方法都算对。',
    causes: (list) => `原因是其中之一：${list}。`,
    sayIn: '说出原因，并测试是否已修复：',
    again: (level, seed) => `再做同一道题：第 ${level} 级，种子 ${seed}。`,
    time: (minutes, seconds) => (minutes === 0 ? `${seconds} 秒` : `${minutes} 分 ${seconds} 秒`),
    commands: (count) => `${count} 条命令`,
    found: {
      taken: '现在没有人来诊断，采用：',
      open: '还没有诊断：把省略号换成原因和位置，然后重新运行这个单元格。',
      places: '位置是一个命名空间，或者其中的一个接口，例如 ns1 或 ns1.veth1。',
      right: (cause, at) => `正确：${cause}，位于 ${at}。`,
      rightPlace: (at) => `${at} 确实有问题，但原因不是这个。`,
      wrong: (cause, at) => `还没有找到：${at} 的 ${cause} 不是原因。`,
      noCause: (said, known) => `这一级没有 ${said} 这个原因。可选的有：${known}`,
      noLink: (link, where, there) => `${where} 里没有接口 ${link}。那里有 ${list(there)}`,
      severalLinks: (name, places) => `有几个接口都叫 ${name}：${list(places)}。请说明是哪一个。`,
      noPlace: (said, spaces) =>
        `没有 ${said} 这个位置。位置是一个命名空间，或者其中的一个接口，例如 'ns1' 或 'ns1.veth1'；现有的命名空间是 ${list(spaces)}`,
      again: '这一处你已经说过了。',
      brokenBy: '它是这样被弄坏的：',
      more: '还有一处坏了。',
      mend: '现在请修复它。',
      all: '全部找到了。',
      help: (hint) => `提示：${hint}`,
    },
    repaired: {
      taken: '现在没有人来修复，运行：',
      yes: (from, to, time, commands) => `${from} 又能到达 ${to} 了，用了 ${time}、${commands}。`,
      no: (from, to) => `${to} 还没有应答 ${from}。`,
      said: (text) => `ping 显示：${text}`,
      silent: 'ping 什么也没有显示：没有应答，也没有错误。',
      unnamed: '又通了。你能说出原因是什么吗？',
      score: (attempts, hints) => `诊断次数：${attempts}。提示：${hints}。`,
    },
    solution: {
      title: (from, to) => `为什么 ${from} 到不了 ${to}`,
      mends: '这样可以修复：',
      named: (cause, at) => `${cause}，位于 ${at}。`,
    },
    hints: {
      said: (text) => `ping 显示：${text}。`,
      silence:
        '既没有应答也没有错误：有什么东西默默地丢掉了数据包。lab.trace（在终端里是 explain）会显示它们走到了哪里。',
      unreachableNetwork: 'ping 自己说明了：发送方没有到目标的路由，或者途中某个路由器说它没有。',
      unreachableHost: '询问 MAC 地址时没有人回答，或者数据包被拒绝。谁本应回答？它听到这个问题了吗？',
      prohibited: '有什么东西故意拒绝了它：路由、规则或过滤器。',
      expired: '它一直被转发，直到生存时间用完。',
      place: (namespace) => `看看 ${namespace}。`,
      known: '你已经知道原因，剩下的就是在那里把它改回来。',
    },
  },
}

const losses = {
  'link-gone': '（随接口一起消失）',
  'link-down': '（接口已关闭）',
  'address-gone': '（随地址一起消失）',
}
const tableOf = (table: string): string => (table === 'main' ? '' : `（表 ${table}）`)

/** 网络的一个变化，不带句号。 */
function zhChange(change: Change): string {
  switch (change.kind) {
    case 'namespace-added':
      return `添加了命名空间 ${zhSpace(change.namespace)}`
    case 'namespace-removed':
      return `命名空间 ${zhSpace(change.namespace)} 不见了`
    case 'link-added':
      return `添加了 ${linkOrPair(change)}`
    case 'link-removed':
      return `${linkOrPair(change)} 不见了`
    case 'link-moved':
      return moved(change)
    case 'link-renamed':
      return `${zhPlace(change.link, change.namespace)} 改名为 ${change.newName}`
    case 'link-state':
      return `${zhPlace(change.link, change.namespace)} 现在${zhState[change.to]}`
    case 'link-setting':
      return `${zhPlace(change.link, change.namespace)}：${change.setting} 从 ${change.from} 变为 ${change.to}`
    case 'master-changed':
      return change.to === null
        ? `${zhPlace(change.link, change.namespace)} 不再是 ${change.from} 的端口`
        : `${zhPlace(change.link, change.namespace)} 现在是 ${change.to} 的端口${change.from === null ? '' : `（原来属于 ${change.from}）`}`
    case 'address-added':
      return `${zhPlace(change.link, change.namespace)} 有了地址 ${change.address}`
    case 'address-removed':
      return `${zhPlace(change.link, change.namespace)} 不再有地址 ${change.address}${change.because === undefined ? '' : losses['link-down']}`
    case 'route-added':
      return `${zhSpace(change.namespace)} 有了新路由：${change.route}${tableOf(change.table)}`
    case 'route-removed':
      return `${zhSpace(change.namespace)} 失去了路由：${change.route}${tableOf(change.table)}${change.because === undefined ? '' : losses[change.because]}`
    case 'rule-added':
      return `${zhSpace(change.namespace)} 有了新规则：${change.rule}`
    case 'rule-removed':
      return `${zhSpace(change.namespace)} 失去了规则：${change.rule}`
    case 'neighbour-added':
    case 'neighbour-changed':
      return `${zhSpace(change.namespace)} 的邻居 ${change.address}（${change.link}）：${change.mac ?? '未知'}（${change.state}）`
    case 'neighbour-removed':
      return `${zhSpace(change.namespace)} 忘记了邻居 ${change.address}（${change.link}）`
    case 'fdb-added':
      return `${change.mac} 现在位于 ${zhPlace(change.link, change.namespace)} 这个端口之后`
    case 'fdb-removed':
      return `${change.mac} 不再位于 ${zhPlace(change.link, change.namespace)} 这个端口之后`
  }
}

function linkOrPair({ link, namespace, peer }: Extract<Change, { kind: 'link-added' | 'link-removed' }>): string {
  if (peer === undefined) return zhPlace(link, namespace)
  if (peer.namespace === namespace) return `${zhSpace(namespace)} 中的 veth 对 ${link} – ${peer.link}`
  return `veth 对 ${zhPlace(link, namespace)} – ${zhPlace(peer.link, peer.namespace)}`
}

function moved({ link, from, to, newName, lostAddresses }: Extract<Change, { kind: 'link-moved' }>): string {
  const renamed = newName === undefined ? '' : `，改名为 ${newName}`
  const lost = lostAddresses.length === 0 ? '' : `；移动时失去了地址 ${list(lostAddresses)}`
  return `${link} 从 ${zhSpace(from)} 移到了 ${zhSpace(to)}${renamed}${lost}`
}
