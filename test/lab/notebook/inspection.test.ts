import { describe, expect, it } from 'vitest'
import { formsFor, paragraphOf, readPage, summaryOf } from '../../../src/lab/notebook/inspection/manual.js'
import { pageBundle } from '../../../src/lab/notebook/inspection/page.js'

const text = `IP-LINK(8)                     Linux                    IP-LINK(8)

NAME
       ip-link - network device configuration

SYNOPSIS
       ip link add [ link DEVICE ] [ name ] NAME
               [ mtu MTU ] type TYPE [ ARGS ]

       ip link set { DEVICE | group GROUP }
               [ type ETYPE ]

               TYPE := [ bridge | veth ]

               ETYPE := [ TYPE | bridge_slave ]

       ip link show [ DEVICE ]

DESCRIPTION
   ip link add - add virtual link
       mtu NUMBER
              the MTU of the new device.

   ip link set - change device attributes
       up and down
              change the state of the device to UP or DOWN.

       mtu NUMBER
              change the MTU of the device.

       -i interface
       --interface=interface
              Listen on it.

              Or on all.

       -c, --count n
              Stop after n.

SEE ALSO
       ip(8)

iproute2                     13 Dec 2012                    IP-LINK(8)
`
const page = readPage('ip-link', text)!

describe('a page of the manual', () => {
  it('has a summary', () => {
    expect(summaryOf(page)).toBe('network device configuration')
  })
  it('tells the form that is meant, with what its names stand for', () => {
    const synopsis = page.sections.get('SYNOPSIS')!.join('\n')
    expect(formsFor([['ip', 'link', 'set']], synopsis)).toBe(`ip link set { DEVICE | group GROUP }
        [ type ETYPE ]

ETYPE := [ TYPE | bridge_slave ]

TYPE := [ bridge | veth ]`)
    expect(formsFor([['ip', 'nope'], ['ip', 'link', 'show']], synopsis)).toBe('ip link show [ DEVICE ]') // prettier-ignore
    expect(formsFor([['ip', 'link', 'frob']], synopsis).split('\n')).toHaveLength(11)
  })
  it.each([
    ['mtu', 'ip link set', 'mtu NUMBER\n       change the MTU of the device.'],
    ['mtu', 'ip link add', 'mtu NUMBER\n       the MTU of the new device.'],
    ['up', 'ip link set', 'up and down\n       change the state of the device to UP or DOWN.'],
    ['-i', 'x', '-i interface\n--interface=interface\n       Listen on it.\n\n       Or on all.'],
    ['--count', 'x', '-c, --count n\n       Stop after n.'],
    ['change', 'ip link set', undefined],
    ['ip', 'ip link set', undefined],
  ])('says of %s in %s what stands there', (word, command, paragraph) => {
    expect(paragraphOf(page, word, [command])).toBe(paragraph)
  })
  it('is none where man says something else', () => {
    expect(
      readPage('ip', 'This system has been minimized.\nTo restore this content, run unminimize.\n'),
    ).toBeUndefined()
    expect(readPage('ip', 'No manual entry for ip')).toBeUndefined()
    expect(readPage('ip', '')).toBeUndefined()
  })
})

describe('a usage text', () => {
  it('is told in the same way', () => {
    const usage = 'Usage: ip tap add [ dev DEV ]\n\tip tap del DEV\nDEV := STRING\n'
    expect(formsFor([['ip', 'tap', 'del']], usage)).toBe('ip tap del DEV\n\nDEV := STRING')
    expect(formsFor([['ip']], usage)).toBe('Usage: ip tap add [ dev DEV ]\n        ip tap del DEV\nDEV := STRING')
  })
})

describe('what is shown', () => {
  it('is text, and Markdown in which nothing of it is a sign', () => {
    const bundle = pageBundle({ title: 'a*b', summary: '<b> of [x]', blocks: ['one ``` two', ''], source: 'man a_b' })
    expect(bundle['text/plain']).toBe('a*b - <b> of [x]\n\none ``` two\n\nFrom man a_b')
    expect(bundle['text/markdown']).toBe(
      '**a\\*b** — \\<b\\> of \\[x\\]\n\n````text\none ``` two\n````\n\n*From man a\\_b*',
    )
  })
})
