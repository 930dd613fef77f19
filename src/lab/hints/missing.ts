import { findNamespace, listWords, namespaceWords } from '../../network/index.js'
import type { Hint, Slip } from './hint.js'
import { commandInNamespace, linkIn, linksNamed, nearest } from './look.js'

/** Links and namespaces that are not there, or are somewhere else. */
export const missingHints: readonly Hint[] = [
  {
    says: /(?:Cannot find (?:bridge )?device "|Device "|SO_BINDTODEVICE |Failed to get device information for )([^\s":]+)|tcpdump: ([^\s":]+): No such device/,
    explain: (slip) => missingLink(slip, slip.said[1] ?? slip.said[2] ?? ''),
  },
  {
    says: /argument "(\S+)" is wrong: Device does not exist|interface (\S+) does not exist/,
    explain: (slip) => missingLink(slip, slip.said[1] ?? slip.said[2] ?? ''),
  },
  {
    says: /Cannot open network namespace "([^"]+)": No such file|Cannot remove namespace file "\S*\/([^/"]+)": No such file|argument "(\S+)" is wrong: Invalid "netns" value|cannot open (?:\/var)?\/run\/netns\/([^\s:]+): No such file/,
    explain: ({ said, state }) => {
      const name = said.slice(1).find((group) => group !== undefined) ?? ''
      const names = state.namespaces.map((space) => space.name).filter((each) => each !== 'root')
      const near = nearest(name, names)
      if (near !== undefined) return `No namespace is named ${name}. Is ${near} meant?`
      if (name === 'root') return 'The root namespace has no name for ip: run the command without a namespace.'
      const known =
        names.length === 0
          ? 'none has been added yet'
          : `there ${names.length === 1 ? 'is' : 'are'} ${listWords(names)}`
      return `No namespace is named ${name}; ${known}. To add it: sudo ip netns add ${name}`
    },
  },
  {
    says: /setting the network namespace "([^"]+)" failed: Invalid argument/,
    explain: ({ said }) =>
      `The name ${said[1]} is left over, its namespace is gone. Take the name away: sudo ip netns delete ${said[1]}`,
  },
]

function missingLink({ command, namespace, state }: Slip, name: string): string | null {
  const here = linkIn(state, namespace, name)
  if (here !== undefined) {
    return `There is a link ${name} in ${namespaceWords(namespace)} now; there was none when the command ran.`
  }
  const elsewhere = linksNamed(state, name)[0]
  if (elsewhere !== undefined) {
    const instead = command === '' ? null : whereItIs(command, elsewhere.namespace)
    const advice = instead === null ? '' : ` Try: ${instead}`
    return `${name} is in ${namespaceWords(elsewhere.namespace)}, not in ${namespaceWords(namespace)}.${advice}`
  }
  const near = nearest(
    name,
    state.namespaces.flatMap(({ links }) => links.map((link) => link.name)),
  )
  if (near !== undefined) {
    const place = linksNamed(state, near)[0]?.namespace ?? namespace
    return `No link is named ${name}. Is ${near} in ${namespaceWords(place)} meant?`
  }
  const names = (findNamespace(state, namespace)?.links ?? []).map((link) => link.name)
  const there = names.length === 0 ? '' : ` The links in ${namespaceWords(namespace)}: ${listWords(names)}.`
  return `No link is named ${name}, in no namespace.${there}`
}

/** In a shell that was entered and left open, the root namespace is that of process 1. */
function whereItIs(command: string, namespace: string): string | null {
  const instead = commandInNamespace(command, namespace)
  const isAsTyped = instead === command.trim()
  return isAsTyped ? instead.replace(/^(sudo )?/, '$1nsenter --target 1 --net ') : instead
}
