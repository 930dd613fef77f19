import type { Hint } from './hint.js'
import { nearest } from './look.js'

/** Words that ip does not know, or misses. */
const objects = [
  'address',
  'link',
  'route',
  'rule',
  'neigh',
  'netns',
  'monitor',
  'maddress',
  'tunnel',
  'nexthop',
  'vrf',
  'xfrm',
]
const verbs = [
  'add',
  'delete',
  'set',
  'show',
  'list',
  'change',
  'replace',
  'append',
  'flush',
  'get',
  'exec',
  'identify',
  'pids',
]
const linkWords = [
  'up',
  'down',
  'master',
  'nomaster',
  'netns',
  'name',
  'mtu',
  'address',
  'type',
  'peer',
  'dev',
  'via',
  'src',
  'scope',
]

export const wordHints: readonly Hint[] = [
  {
    says: /Object "([^"]+)" is unknown, try "(ip|bridge) help"/,
    explain: ({ said }) => {
      const near = nearest(said[1] ?? '', objects)
      return `${said[2]} knows no object ${said[1]}. ${near === undefined ? `It knows ${objects.slice(0, 6).join(', ')}, and more.` : `Is ${near} meant?`}`
    },
  },
  {
    says: /Command "([^"]+)" is unknown/,
    explain: ({ said }) => {
      const near = nearest(said[1] ?? '', verbs)
      return `There is no command ${said[1]} here. ${near === undefined ? `Commands are ${verbs.slice(0, 5).join(', ')}, and more.` : `Is ${near} meant?`}`
    },
  },
  {
    says: /Not enough information: "(\w+)" argument is required/,
    explain: ({ said, command }) => {
      const example =
        said[1] === 'dev'
          ? 'dev veth1 at its end says which link is meant'
          : `${said[1]} veth, or ${said[1]} bridge, says which kind`
      return `A part is missing from ${command || 'the command'}: ${example}.`
    },
  },
  {
    says: /either "(\w+)" is duplicate, or "([^"]+)" is a garbage/,
    explain: ({ said }) => {
      const near = nearest(said[2] ?? '', linkWords)
      return `ip does not know what ${said[2]} says at that place.${near === undefined ? '' : ` Is ${near} meant?`}`
    },
  },
  {
    says: /Command line is not complete/,
    explain: ({ command }) =>
      `The command ends too early: a word is missing behind ${command.trim().split(/\s+/).at(-1) ?? 'it'}.`,
  },
  {
    says: /argument "([^"]+)" is wrong: (.*?)\s*$/,
    explain: ({ said }) =>
      `ip cannot use ${said[1]} there${said[2] === '' ? '' : ` (${said[2]})`}. Look at the word in front of it, which says what it should be.`,
  },
]
