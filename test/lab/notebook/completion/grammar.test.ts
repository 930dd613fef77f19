import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { after, firstOf, keywordsOf } from '../../../../src/lab/notebook/completion/grammar.js'
import { parseUsage } from '../../../../src/lab/notebook/completion/usage.js'

const texts = (next: ReturnType<typeof firstOf>): string[] =>
  next.map((each) => (each.kind === 'word' ? each.text : `<${each.name}>`))

/** The first form behind these words: what it begins with, and its keywords with their values. */
function read(usage: string, ...words: string[]) {
  const { forms, definitions } = parseUsage(usage)
  const rests = forms.map((form) =>
    words.reduce<typeof form | undefined>((rest, word) => rest && after(rest, word, definitions), form),
  )
  const form = rests.find((rest) => rest !== undefined)
  if (!form) return undefined
  const keywords = [...keywordsOf(form, definitions)].map(([word, values]) => [word, texts(values).join(' ')])
  return { first: texts(firstOf(form, definitions)), keywords: Object.fromEntries(keywords) as Record<string, string> }
}

describe('a usage text as a grammar', () => {
  it('has keywords with values, choices, and what may be left out', () => {
    const usage = `Usage: ip link set { DEVICE | dev DEVICE | group DEVGROUP }
	[ { up | down } ] [ arp { on | off } ] [ name NEWNAME ] [ netns { PID | NAME } ]`
    expect(read(usage, 'ip', 'link', 'set')).toEqual({
      first: ['<DEVICE>', 'dev', 'group'],
      keywords: {
        dev: '<DEVICE>',
        group: '<DEVGROUP>',
        up: '',
        down: '',
        arp: 'on off',
        name: '<NEWNAME>',
        netns: '<PID> <NAME>',
      },
    })
  })
  it('reads definitions, and those of themselves', () => {
    const usage = `Usage: ip address { add | del } IFADDR dev IFNAME [ FLAG-LIST ]
IFADDR := PREFIX | ADDR peer PREFIX
FLAG-LIST := [ FLAG-LIST ] FLAG
FLAG := [ home | [no]proxy ]`
    expect(read(usage, 'ip', 'address', 'del')).toEqual({
      first: ['<PREFIX>', '<ADDR>'],
      keywords: { peer: '<PREFIX>', dev: '<IFNAME>', home: '', proxy: '', noproxy: '' },
    })
  })
  it('takes verbs that may be left out, options in front, and forms below one another', () => {
    const usage = `Usage:	ip netns list
	ip [-all] netns delete [NAME]
       ip rule [ list [ SELECTOR ]]
SELECTOR := [ not ] [ from PREFIX ]`
    expect(read(usage, 'ip', 'netns')?.first).toEqual(['list'])
    expect(read(usage, 'ip', 'netns', 'delete')?.first).toEqual(['<NAME>'])
    expect(read(usage, 'ip', 'rule', 'list')?.keywords).toEqual({ not: '', from: '<PREFIX>' })
    expect(read(usage, 'ip', 'rule', 'add')).toBeUndefined()
  })
  it('spells short options out, and knows which want a value', () => {
    const usage = `Usage: ip [ OPTIONS ] OBJECT
where  OBJECT := { link | help }
       OPTIONS := { -V[ersion] | -4 | -f[amily] { inet | inet6 } | -n[etns] name }`
    expect(read(usage, 'ip')?.keywords).toMatchObject({
      '-V': '',
      '-Version': '',
      '-4': '',
      '-family': 'inet inet6',
      '-n': '<name>',
      '-netns': '<name>',
    })
  })
  it('passes over brackets that nothing closes, bars outside of brackets, and sentences', () => {
    const usage = `Usage: ip rule add [ sport [ NUMBER | NUMBER-NUMBER ] [ dport NUMBER ]
ip link set [ gso BYTES ] | [ gro BYTES ]
To get <options> type 'ip link add help'`
    expect(read(usage, 'ip', 'rule', 'add')?.keywords).toMatchObject({ dport: '<NUMBER>' })
    expect(read(usage, 'ip', 'link', 'set')?.keywords).toEqual({ gso: '<BYTES>', gro: '<BYTES>' })
  })
  it('knows a name whose keyword may be left out', () => {
    expect(read('Usage: ip link add [ name ] NAME [ mtu MTU ]', 'ip', 'link', 'add')?.keywords).toEqual({
      name: '<NAME>',
      mtu: '<MTU>',
    })
  })
})

test('any text is read, and what a form begins with leads on', () => {
  const piece = fc.constantFrom(
    'ip',
    ' ',
    '\n',
    '[',
    ']',
    '{',
    '}',
    '|',
    'NAME',
    ':=',
    'dev',
    '[no]',
    '-n[etns]',
    '...',
  )
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const { forms, definitions } = parseUsage(`Usage: ip ${pieces.join('')}`)
      for (const form of forms) {
        keywordsOf(form, definitions)
        for (const next of firstOf(form, definitions)) {
          if (next.kind === 'word') expect(after(form, next.text, definitions)).toBeDefined()
        }
      }
    }),
  )
})
