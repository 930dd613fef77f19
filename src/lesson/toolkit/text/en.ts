import { listWords, namespaceWords, stateWords, type LinkStateName } from '../../../network/index.js'
import { englishChanges, englishPictures } from '../../../views/index.js'
import { at, type CauseWords } from './causes.js'

const space = (name: string): string => namespaceWords(name)
const place = (link: string, where: string): string => `${link} in ${space(where)}`
const list = (words: readonly string[]): string => listWords(words)
const orNone = (words: readonly string[], none: string): string => (words.length === 0 ? none : list(words))

const links = 'Look at the links, at PLACE: ip link says which are up.'
const addresses = 'Look at the addresses, at PLACE: ip addr says which there are.'
const routes = 'Look at the routes, at PLACE: ip route says where packets go.'
const bridges = 'Look at the bridge, at PLACE: bridge link says which ports it has.'
const neighbours = 'Look at the neighbours, at PLACE: ip neigh says who answered.'
const filters = 'Look for a firewall, at PLACE: nft list ruleset, and iptables -L -v.'
const settings = 'Look at the settings of the kernel, at PLACE: sysctl says what they are.'

const causes: CauseWords = {
  ok: at('Everything on the way is in order.', () => 'Try again: a packet sent now arrives.'),
  'no-such-namespace': at(
    'Look at which namespaces there are: ip netns list.',
    (place) => `There is no namespace ${place}.`,
  ),
  'no-link': at(
    links,
    (place) => `In ${place} there is no link that leads anywhere. A cable end has to be moved there.`,
  ),
  'link-down': at(links, (place) => `${place} is switched off.`),
  'no-carrier': at(links, (place) => `${place} is on, but has no carrier: nothing at the other end is on.`),
  'no-address': at(addresses, (place) => `${place} has no address. Whose is the one that you wanted there?`),
  'wrong-subnet': at(
    addresses,
    (place) =>
      `The address of ${place} and that of the other end are not in one network. Compare the parts that the number behind the slash counts.`,
  ),
  'no-route': at(routes, (place) => `From ${place} no route leads to that address.`),
  'no-return-route': at(routes, (place) => `The packet arrives, and ${place} has no route for the reply.`),
  'blackhole-route': at(routes, (place) => `A route in ${place} throws these packets away.`),
  'policy-rule': at(
    'Look at the rules, at PLACE: ip rule says which table is asked first.',
    (place) => `A rule in ${place} sends these packets elsewhere.`,
  ),
  'neighbour-unresolved': at(
    neighbours,
    (place) =>
      `${place} asks who has that address, and nobody answers. Does anybody at the other end have exactly this address?`,
  ),
  'stale-neighbour': at(neighbours, (place) => `${place} keeps a wrong MAC address for that neighbour.`),
  'arp-off': at(links, (place) => `${place} does not ask or answer for addresses: ARP is off.`),
  'address-conflict': at(addresses, (place) => `Two have the same address; one of them is ${place}.`),
  'not-bridged': at(bridges, (place) => `${place} is not a port of the bridge.`),
  'different-bridge': at(bridges, (place) => `${place} is a port of another bridge.`),
  'port-blocked': at(bridges, (place) => `The port ${place} does not forward.`),
  'vlan-mismatch': at(
    'Look at the VLANs, at PLACE: bridge vlan.',
    (place) => `The VLANs of the ports do not fit together at ${place}.`,
  ),
  'vxlan-mismatch': at(
    'Look at the tunnel, at PLACE: ip -d link.',
    (place) => `The two ends of the tunnel do not agree at ${place}.`,
  ),
  'wrong-fdb': at(
    'Look at what the bridge has learned, at PLACE: bridge fdb.',
    (place) => `An entry at ${place} sends the frame to the wrong port.`,
  ),
  'forwarding-off': at(settings, (place) => `${place} does not pass packets on: ip_forward is 0.`),
  'rp-filter': at(
    settings,
    (place) => `${place} drops the packet, since the way back would be another one (rp_filter).`,
  ),
  filtered: at(filters, (place) => `A firewall rule drops the packet at ${place}.`),
  'icmp-ignored': at(settings, (place) => `${place} does not answer pings (icmp_echo_ignore_all).`),
  'port-closed': at(
    'Look at what listens, at PLACE: ss -lnt.',
    (place) => `At ${place} no program listens on that port.`,
  ),
  'queue-loss': at('Look at the queue, at PLACE: tc qdisc.', (place) => `The queue of ${place} throws packets away.`),
  mtu: at(links, (place) => `The packet is too big for ${place}: its MTU is smaller.`),
  'ttl-exceeded': at(routes, (place) => `The packet ran out of hops at ${place}.`),
  loop: at(routes, (place) => `The packet goes in a circle, by ${place}.`),
  'loopback-down': at(
    'Look at PLACE: is every link up that it takes to speak to oneself?',
    (place) => `The loopback lo of ${place} is switched off.`,
  ),
  unknown: at('Ask lab.explain for all that can be seen.', (place) => `Something stops the packet at ${place}.`),
}

/** Everything that the toolkit says, in English. A translation is one more file of this type: what it lacks does not compile. */
export const en = {
  space,
  place,
  list,
  prediction: {
    title: (question: string) => `Predict: ${question}`,
    chosen: (answer: string) => `Your prediction: ${answer}`,
    kept: (answer: string) => `Your prediction, from before: ${answer}`,
    taken: (answer: string) => `Nobody is here to predict; taken as default: ${answer}`,
    none: 'No prediction yet. You can go on without one.',
    byLine: (line: string) => `To predict in writing, add ${line} at the end of the call and run the cell again.`,
    inOptions: (entry: string) =>
      `To predict in writing, put ${entry} into the options at the end of the call and run the cell again.`,
    noChoice: (option: string, said: string, choices: readonly string[]) =>
      `${option} is ${said}, which is none of its choices. There are: ${choices.join(', ')}`,
    buttons: 'Your prediction',
    predicted: (answer: string) => `Predicted: ${answer}`,
    notPredicted: 'Predicted: nothing',
    observed: (outcome: string) => `Observed: ${outcome}`,
    right: 'As predicted.',
    wrong: 'Not as predicted.',
    open: 'Compare the two.',
    because: (reason: string) => `Why: ${reason}${/[.!?…]$/.test(reason) ? '' : '.'}`,
  },
  check: {
    reached: (goal: string) => `Reached: ${goal}`,
    notYet: (goal: string) => `Not yet: ${goal}`,
    justReached: (goal: string) => `Just reached: ${goal}`,
    brokenAgain: (goal: string) => `No longer so: ${goal}`,
    task: (goal: string) => `Your turn: ${goal}`,
    saw: (what: string) => `Seen: ${what}.`,
    wanted: (what: string) => `Wanted: ${what}.`,
    ran: (commands: string) => `What was run since: ${commands}`,
    since: (changes: readonly string[]) => `What changed: ${changes.join('; ')}.`,
    hint: (hint: string) => `Hint: ${hint}`,
    moreHints: 'For the next hint: await lesson.hint()',
    howToTask:
      'Write your commands in the next cell. After each cell the network is looked at; any way that reaches the goal is right.',
    askHint: 'For a hint: await lesson.hint()',
    holds: 'the test of this check holds',
    holdsNot: 'the test of this check does not hold',
  },
  hint: {
    title: (goal: string, number: number, total: number) => `Hint ${number} of ${total}: ${goal}`,
    last: 'That was the last hint. To see a solution: await lesson.solution()',
    none: (goal: string) => `No hint is known for: ${goal}`,
    nothingFails: 'No check fails: there is nothing to hint at.',
    solution: (goal: string) => `A solution: ${goal}`,
    noSolution: (goal: string) => `No solution is stored for: ${goal}. The hints are all that there is.`,
  },
  saw: {
    noSpace: (name: string, there: readonly string[]) =>
      `there is no namespace ${name}; ${there.length === 0 ? 'there is none yet' : `there ${there.length === 1 ? 'is' : 'are'} ${list(there)}`}`,
    space: (name: string) => `the namespace ${name} is there`,
    gone: (name: string) => `there is no namespace ${name}`,
    noLink: (name: string, where: string, there: readonly string[]) =>
      `there is no link ${name} anywhere; ${space(where)} has ${orNone(there, 'none')}`,
    link: (name: string, where: string) => `${place(name, where)} is there`,
    elsewhere: (name: string, there: string, where: string) => `${name} is in ${space(there)}, not in ${space(where)}`,
    notHere: (name: string, where: string, others: readonly string[]) =>
      `there is no ${place(name, where)}${others.length === 0 ? '' : `; one of that name is in ${list(others.map(space))}`}`,
    linkState: (name: string, where: string, state: LinkStateName) => `${place(name, where)} is ${stateWords(state)}`,
    otherEndDown: (name: string, where: string, peer: string, there: string) =>
      `${place(name, where)} is up at this end only: its other end, ${place(peer, there)}, is switched off`,
    bridgeWithoutCarrier: (name: string, ports: readonly string[]) =>
      `${name} is switched on but has no carrier; its ports: ${orNone(ports, 'none')}`,
    hasAddress: (link: string | undefined, where: string, addresses: readonly string[]) =>
      `${link === undefined ? space(where) : place(link, where)} has ${orNone(addresses, 'no address')}`,
    wrongEnd: (name: string, there: string, here: string, where: string) =>
      `${name} is in ${space(there)}, and its other end ${here} is in ${space(where)}`,
    port: (name: string, bridge: string) => `${name} is a port of ${bridge}`,
    noPort: (name: string) => `${name} is no port of any bridge`,
    peerIsPort: (name: string, peer: string, bridge: string) =>
      `${name} is no port; its other end ${peer} is one of ${bridge}`,
    noBridge: (name: string) => `${name} is a link, but no bridge`,
    noMac: (what: string) => `${what} is neither a MAC address nor a link that is there`,
    entry: (mac: string, port: string) => `${mac} behind ${port}`,
    learned: (what: string, bridge: string, port: string) => `${bridge} has learned that ${what} is behind ${port}`,
    notLearned: (what: string, bridge: string, entries: readonly string[]) =>
      `${bridge} does not know where ${what} is; it has learned ${orNone(entries, 'nothing')}`,
    routes: (where: string, routes: readonly string[]) =>
      `${space(where)} has ${routes.length === 0 ? 'no route' : `the route${routes.length === 1 ? '' : 's'} ${routes.join('; ')}`}`,
    answered: (address: string, ms: number) => `${address} answered after ${ms} ms`,
    answeredLater: (address: string) => `${address} answered, if not at once`,
    silent: (address: string, ms: number) => `no answer from ${address} within ${ms} ms`,
    refused: (address: string, reason: string, from: string | null) =>
      `no answer from ${address}: ${reason}${from === null ? '' : ` (says ${from})`}`,
    portOpen: (address: string, port: number) => `${address} takes connections on port ${port}`,
    portShut: (target: string, port: number) => `no connection to ${target} on port ${port}`,
    reached: (from: string, to: string, address: string) => `a ping from ${from} to ${to} (${address}) was answered`,
    isolated: (one: string, other: string) => `no ping between ${one} and ${other} was answered`,
  },
  wanted: {
    up: (name: string, where: string) => `${place(name, where)} is up`,
    space: (name: string) => `a namespace ${name}`,
    noSpace: (name: string) => `no namespace ${name}`,
    link: (name: string, where: string) => `a link ${place(name, where)}`,
    noLink: (name: string, where: string) => `no link ${place(name, where)}`,
    address: (address: string, link: string | undefined, where: string) =>
      `${link === undefined ? space(where) : place(link, where)} has ${address}`,
    port: (name: string, bridge: string) => `${name} is a port of ${bridge}`,
    learned: (what: string, bridge: string, port: string | undefined) =>
      `${bridge} has learned where ${what} is${port === undefined ? '' : `: behind ${port}`}`,
    route: (to: string, via: string | undefined, dev: string | undefined, where: string) =>
      `${space(where)} has a route to ${to}${via === undefined ? '' : ` via ${via}`}${dev === undefined ? '' : ` dev ${dev}`}`,
    reaching: (from: string, to: string, port: number | undefined) =>
      port === undefined ? `a ping from ${from} to ${to} is answered` : `${from} can connect to ${to} on port ${port}`,
    isolated: (one: string, other: string) => `no ping between ${one} and ${other} is answered`,
    not: (what: string) => `not: ${what}`,
  },
  hints: {
    lookForSpaces: 'Which namespaces are there? ip netns list tells.',
    addSpace: (name: string) => `A namespace is made by ip netns add, and its name is ${name} to the letter.`,
    deleteSpace: 'A namespace goes by ip netns delete.',
    lookForLinks: 'Which links are there? ip link tells, of each namespace by itself.',
    addLink: (name: string) =>
      `${name} has to be made first. Links are made by ip link add; of a veth pair both ends in one command.`,
    oneNamespace: (name: string) => `A link is in one namespace at a time. Where is ${name} now?`,
    move: (name: string, from: string, to: string) =>
      `${name} is still in ${space(from)}. ip link set … netns … moves it to ${space(to)}; the command runs where the link is.`,
    whereLinksAre: 'A command finds a link only in the namespace where it runs.',
    deleteLink: (where: string) =>
      `ip link delete has to run in ${space(where)}; one end of a pair takes the other with it.`,
    switchedOff: 'A new link is switched off, and so is one that has been moved. Somebody has to switch it on.',
    switchOn: (name: string, where: string) => `ip link set … up, for ${place(name, where)}.`,
    twoEnds: 'A cable has two ends. Look at the other one, too.',
    carrierOfBridge: (name: string) =>
      `A bridge has carrier as soon as one of its ports is up. Which ports has ${name}?`,
    prefix: 'The address is right. Look at the number behind the slash.',
    wrongPrefix: (seen: string, wanted: string) =>
      `${seen} should be ${wanted}. An address without a slash becomes /32: nobody else is in its network.`,
    elsewhere: 'The address is there, but not where it should be.',
    addressElsewhere: (address: string, link: string, where: string) =>
      `${address} is on ${place(link, where)}. Take it off there (ip addr del), or it is there twice.`,
    wasThere: (address: string) => `${address} was there before. What happened to the link since?`,
    lostByMove: (address: string) =>
      `A link that moves to another namespace loses its addresses. Add ${address} once more, after the move.`,
    lookForAddresses: (where: string) => `Which addresses are there? ip addr tells, in ${space(where)}.`,
    addAddress: (address: string) => `ip addr add … dev … gives a link its address; compare ${address} digit by digit.`,
    portsAreHere: (bridge: string) => `Ports of ${bridge} are in the same namespace as ${bridge} itself.`,
    wrongEnd: (name: string, here: string) =>
      `The wrong end was moved: ${name} should be here, and ${here} at the other side.`,
    otherBridge: (name: string) => `${name} is a port already, but of another bridge.`,
    notPlugged: (name: string, bridge: string) =>
      `${bridge} and ${name} stand side by side. Nobody has told ${name} yet that it belongs to ${bridge}.`,
    setMaster: (name: string, bridge: string) => `ip link set … master … makes ${name} a port of ${bridge}.`,
    bridgeIsALink: 'A bridge is a link, too, of the type bridge.',
    addBridge: (name: string) => `${name} has to be made as a bridge: ip link add … type bridge.`,
    learning: 'A bridge learns from frames that come in by a port. Has one come since?',
    sendSomething: (what: string, bridge: string) => `Let ${what} send something through ${bridge}: a ping will do.`,
    otherPort: (seen: string, wanted: string) =>
      `Frames come in by ${seen}, not by ${wanted}. Which cable leads where?`,
    otherWay: 'There is a route, but it leads another way.',
    replaceRoute: (via: string | undefined, dev: string | undefined) =>
      `ip route replace changes it:${via === undefined ? '' : ` via ${via}`}${dev === undefined ? '' : ` dev ${dev}`}.`,
    routesNeedLinks: 'A route goes when its link is switched off.',
    gatewayNearby: 'A gateway must be a neighbour: in a network that is reached without a gateway.',
    gatewayUnknown: (via: string, where: string) =>
      `${space(where)} has no route to ${via} itself. Look at its addresses.`,
    lookForRoutes: (where: string) => `Which routes are there? ip route tells, in ${space(where)}.`,
    addRoute: (to: string) => `ip route add ${to} … makes one.`,
    someWay: 'There is a way between the two. By which links?',
    thisWay: (links: readonly string[]) => `The way: ${links.join(' → ')}.`,
    tool: (tool: string) => `The command that changes this begins with: ${tool}`,
    undo: (saw: string) => `Undo this: ${saw}.`,
  },
  causes,
  changes: englishChanges,
  pictures: englishPictures,
  progress: {
    notKept: (path: string, reason: string) =>
      `What you do in this lesson is kept in memory only, until the kernel ends: ${path} cannot be used (${reason}).`,
    damaged: (path: string, aside: string) =>
      `${path} cannot be read as a lesson's progress. It was set aside as ${aside}, and the lesson starts over.`,
    newer: (path: string) =>
      `${path} was written by a newer vethbook. It stays as it is, and this lesson is kept in memory only.`,
    reset: 'The progress of this lesson is forgotten: predictions, checks and hints start over.',
  },
  gaps: {
    empty: (gap: string, number: number) => `A gap is still empty: ${gap} in line ${number}. Nothing was run.`,
    put: (gap: string) => `Put what belongs there in the place of ${gap}, and run the cell again.`,
    more: (count: number) => (count === 1 ? 'One more gap is empty, too.' : `${count} more gaps are empty, too.`),
    taken: 'Nobody is here to fill the gaps; taken:',
    failed: 'A command failed. What that means here:',
    anew: 'To begin anew, run the first cell of this section, then this one.',
  },
  order: {
    title: (goal: string) => `Put in order: ${goal}`,
    task: 'These lines are out of order, and some may not be needed. Which order reaches the goal?',
    byLine: (line: string) =>
      `Add ${line} at the end of the call, with the letters in your order, and run the cell again.`,
    inOptions: (entry: string) =>
      `Put ${entry}, with the letters in your order, into the options at the end of the call, and run the cell again.`,
    noLine: (letter: string, letters: readonly string[]) =>
      `There is no line ${letter}. The lines are ${letters.join(', ')}.`,
    twice: (letter: string) => `The line ${letter} stands there twice.`,
    taken: 'Nobody is here to put them in order; taken:',
    failed: (letter: string, line: string) => `Line ${letter} fails: ${line}`,
    stopped: 'The lines after it were not run. It was tried on a machine of its own: your lab is as it was.',
    nothingFailed: 'No line failed, and yet the goal is not reached. Is a line missing, or one too many?',
  },
  section: {
    begins: (name: string) => `Section: ${name}`,
    again: 'The lab is as this section begins. Run this cell again to begin it anew.',
  },
  summary: {
    title: 'Summary.',
    time: (minutes: number) =>
      minutes < 1 ? 'Less than a minute so far.' : minutes === 1 ? 'A minute so far.' : `${minutes} minutes so far.`,
    nothing: 'Nothing has been predicted, checked or run yet.',
    predictions: (right: number, tried: number) => `Predictions: ${right} of ${tried} came true`,
    open: (predicted: string) => `You said ${predicted}; not tried yet.`,
    right: (predicted: string) => `You said ${predicted}, and so it was.`,
    wrong: (predicted: string, observed: string) => `You said ${predicted}; it was ${observed}.`,
    checks: (passed: number, all: number) => `Goals: ${passed} of ${all} reached`,
    hints: (count: number) => (count === 1 ? '1 hint' : `${count} hints`),
    sawSolution: 'with the solution',
    practice: 'Networks mended',
    broken: (from: string, to: string, level: number, how: string) => `${from} to ${to}, level ${level}: ${how}`,
    mended: (time: string, commands: string) => `mended in ${time}, ${commands}`,
    notMended: 'not mended yet',
    named: (named: number, faults: number) =>
      faults === 1 ? (named === 1 ? 'named rightly' : 'not named') : `${named} of ${faults} named rightly`,
    manual: 'The manual of the commands that you ran',
  },
  practice: {
    worked: 'The network, as it was when it worked:',
    terminal: {
      welcome: 'A shell on a machine of your own. Beside all that it has, it knows:',
      help: {
        task: 'what is broken, once more, and the network as it worked',
        found: 'say what is broken, and where: found link-down at ns1.veth1',
        repaired: 'test whether the ping comes back',
        hint: 'the next hint, from vague to plain',
        explain: 'where the ping stops now, with evidence',
        'give-up': 'the solution',
        next: 'another one; next 3 is one of level 3',
        help: 'these words once more',
        'Ctrl+D': 'leave; nothing of it stays',
      },
      preparing: 'Building a network, and breaking it …',
      sayFound: 'Say what is broken, and where: found link-down at ns1.veth1',
      noLevel: (said: string) => `There is no level ${said}. There are 1, 2, 3, 4 and 5.`,
      last: 'There are no more hints. The solution: give-up',
      nextOne: 'Another one: next',
      inner: 'Leave this shell first: exit',
      bye: (mended: number, tried: number) => `${mended} of ${tried} mended. Nothing of it is left.`,
    },
    nothingBroken: 'Nothing was broken yet. Break something first: await lesson.break(lab, { level: 1 })',
    built: (level: number) => `The lab had no network: one for level ${level} was built.`,
    title: (from: string, to: string) => `${from} no longer reaches ${to}.`,
    count: { 1: 'One thing was broken.', 2: 'Two things were broken.' },
    task: 'Find out what, and mend it. Any way that brings the ping back is right.',
    causes: (list: string) => `The cause is one of: ${list}.`,
    sayIn: 'Say what it is, and test whether it is mended:',
    again: (level: number, seed: number) => `The same once more: level ${level}, seed ${seed}.`,
    time: (minutes: number, seconds: number) => (minutes === 0 ? `${seconds} s` : `${minutes} min ${seconds} s`),
    commands: (count: number) => (count === 1 ? '1 command' : `${count} commands`),
    found: {
      taken: 'Nobody is here to say what it is; taken:',
      open: 'Nothing is said yet: put a cause and a place where the dots are, and run the cell again.',
      places: 'A place is a namespace or a link in one, like ns1 or ns1.veth1.',
      right: (cause: string, at: string) => `Right: ${cause} at ${at}.`,
      rightPlace: (at: string) => `Something is wrong at ${at}, but not that.`,
      wrong: (cause: string, at: string) => `Not found yet: ${cause} at ${at} is not what stops it.`,
      noCause: (said: string, known: string) => `There is no cause ${said} at this level. There are: ${known}`,
      noLink: (link: string, where: string, there: readonly string[]) =>
        `There is no link ${link} in ${where}. There ${there.length === 1 ? 'is' : 'are'} ${list(there)}`,
      severalLinks: (name: string, places: readonly string[]) =>
        `${name} is the name of several links: ${list(places)}. Say which.`,
      noPlace: (said: string, spaces: readonly string[]) =>
        `There is no place ${said}. A place is a namespace or a link in one, like 'ns1' or 'ns1.veth1'; the ` +
        `namespaces are ${list(spaces)}`,
      again: 'You have named that already.',
      brokenBy: 'It was broken by:',
      more: 'One more thing is broken.',
      mend: 'Now mend it.',
      all: 'Everything is found.',
      help: (hint: string) => `A hint: ${hint}`,
    },
    repaired: {
      taken: 'Nobody is here to mend it; run:',
      yes: (from: string, to: string, time: string, commands: string) =>
        `${from} reaches ${to} again, after ${time} and ${commands}.`,
      no: (from: string, to: string) => `${to} does not answer ${from} yet.`,
      said: (text: string) => `ping says: ${text}`,
      silent: 'ping says nothing: no answer, and no error.',
      unnamed: 'It works again. Can you say what it was?',
      score: (attempts: number, hints: number) => `Diagnoses: ${attempts}. Hints: ${hints}.`,
    },
    solution: {
      title: (from: string, to: string) => `Why ${from} does not reach ${to}`,
      mends: 'What mends it:',
      named: (cause: string, at: string) => `${cause} at ${at}.`,
    },
    hints: {
      said: (text: string) => `ping said: ${text}.`,
      silence:
        'Neither an answer nor an error came back: something takes the packets without a word. lab.trace, or in a terminal explain, shows how far they come.',
      unreachableNetwork:
        'ping says so itself: the sender has no route to the target, or some router on the way says that it has none.',
      unreachableHost:
        'Nobody answered when the MAC address was asked for, or the packet was refused. Who should have answered, and did it hear the question?',
      prohibited: 'Somebody refuses it on purpose: a route, a rule or a filter.',
      expired: 'It was passed on until its time to live was used up.',
      place: (namespace: string) => `Look at ${namespace}.`,
      known: 'You know what is wrong; what is left is to undo it there.',
    },
  },
}

export type Catalogue = typeof en
