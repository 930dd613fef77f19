import { describe, expect, it } from 'vitest'
import { describeNetwork } from '../../../src/network/index.js'
import { topologyPicture } from '../../../src/views/index.js'
import { messy, network, pair, router, star } from '../support/network.js'
import { unescape } from '../support/svg-parts.js'

const hostile = `<img src=x onerror=alert(1)>`

describe('topologyPicture: the bundle', () => {
  it('has text, PNG, SVG and the data, the richest last', async () => {
    const state = pair().state()
    const { bundle } = await topologyPicture(state)
    expect(Object.keys(bundle)).toEqual([
      'text/plain',
      'image/png',
      'image/svg+xml',
      'application/vnd.vethbook.topology.v1+json',
    ])
    expect(bundle['text/plain']).toBe(describeNetwork(state))
    expect(bundle['application/vnd.vethbook.topology.v1+json']).toEqual({ state, changes: [] })
  })

  it('draws the PNG twice as large unless that is huge, and only where it is wanted', async () => {
    const { bundle } = await topologyPicture(pair().state())
    const png = Buffer.from(bundle['image/png'] as string, 'base64')
    expect(png.subarray(1, 4).toString()).toBe('PNG')
    const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(bundle['image/svg+xml'] as string) ?? []
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([Number(width) * 2, Number(height) * 2])
    const large = (await topologyPicture(star(59).state())).bundle
    const [, natural] = /viewBox="0 0 (\d+)/.exec(large['image/svg+xml'] as string) ?? []
    expect(Buffer.from(large['image/png'] as string, 'base64').readUInt32BE(16)).toBe(Number(natural))
    expect(Object.keys((await topologyPicture(pair().state(), { png: false })).bundle)).not.toContain('image/png')
  })

  it('is named and described for screen readers', async () => {
    const state = messy().state()
    const svg = (await topologyPicture(state, { png: false })).bundle['image/svg+xml'] as string
    const [, id = ''] = /<svg [^>]*id="([^"]+)"/.exec(svg) ?? []
    expect(svg).toContain(`role="img" aria-labelledby="${id}-title ${id}-desc"`)
    expect(svg).toContain(`<title id="${id}-title">The network: 3 network namespaces, 3 veth pairs, 1 bridge</title>`)
    const [, described = ''] = /<desc[^>]*>([^<]*)/.exec(svg) ?? []
    expect(unescape(described)).toBe(describeNetwork(state))
  })

  it('gives different pictures different ids', async () => {
    const ids = await Promise.all(
      [pair(), messy(), router()].map(async (net) => {
        const svg = (await topologyPicture(net.state(), { png: false })).bundle['image/svg+xml'] as string
        return /id="([^"]+)"/.exec(svg)?.[1]
      }),
    )
    expect(new Set(ids).size).toBe(3)
  })

  it('lets no name become markup', async () => {
    const net = network().veth(`${hostile}."quoted'&`, 'ns2.<b>', { one: { addresses: ['10.0.0.1/24'] } })
    const svg = (await topologyPicture(net.state(), { png: true })).bundle['image/svg+xml'] as string
    expect(svg).not.toContain('<img')
    expect(svg).not.toContain('<b>')
    expect(svg).toContain('&lt;b&gt;')
    expect(svg).toContain(`&lt;img src=x onerror=alert(1)&gt;`)
  })

  it('refers to nothing outside and runs nothing', async () => {
    const svg = (await topologyPicture(router().state(), { png: false })).bundle['image/svg+xml'] as string
    expect(svg).not.toMatch(/<script|<foreignObject|href=|url\(|@import|on\w+="/)
    expect(svg.match(/https?:[^"]*/g)).toEqual(['http://www.w3.org/2000/svg'])
  })

  it.each([
    ['pair', pair()],
    ['messy', messy()],
    ['router', router()],
  ])('looks as it did: %s', async (name, net) => {
    const svg = (await topologyPicture(net.state(), { png: false })).bundle['image/svg+xml'] as string
    await expect(svg).toMatchFileSnapshot(`../files/topology-${name}.svg`)
  })
})
