import { expect, test } from 'vitest'
import { topologyPicture } from '../../../src/views/index.js'
import { bridge, lo, network, veth } from '../../network/build.js'

const state = network({
  root: { links: [lo(), bridge('br0', 2)], namespaceIds: { 1: 'ns1' } },
  ns1: { links: [lo(), veth('veth1', 2, [3, null]), veth('veth2', 3, [2, null])] },
})

const marks = async (namespace: string, link?: string) => {
  const at = link === undefined ? { namespace } : { namespace, link }
  const { bundle } = await topologyPicture(state, { png: false, fault: { at, words: `link-down at <${link}>` } })
  const svg = bundle['image/svg+xml'] as string
  return { svg, count: svg.split('class="fault"').length - 1 }
}

test.each([
  ['an interface', 'ns1', 'veth1'],
  ['a bridge', 'root', 'br0'],
  ['a namespace', 'ns1', undefined],
])('%s is marked by a frame and a cross, once, with words below and in the title', async (_, namespace, link) => {
  const { svg, count } = await marks(namespace, link)
  expect(count).toBe(1)
  expect(svg).toContain(`framed, with a cross: link-down at &lt;${link}&gt;`)
  expect(svg).toMatch(/<title[^>]*>The network: [^<]*; link-down at &lt;/)
})

test('a place that is not drawn has no mark, and the words below name it', async () => {
  const { svg, count } = await marks('ns1', 'gone0')
  expect(count).toBe(0)
  expect(svg).toContain('link-down at &lt;gone0&gt;')
})
