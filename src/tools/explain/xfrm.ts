import { prefixHolds } from '../../network/index.js'
import { toolPath } from '../tool-path.js'
import type { Case } from './evidence.js'
import type { Fault } from './fault.js'
import { ipIn } from './map.js'
import { spawnIn } from './reach.js'

/**
 * A policy of IPsec's that blocks the packet, or its answer, where it was last seen: asked for only where nothing else explains
 * it, since hardly any network has one. Source of the format: iproute2's ip/ipxfrm.c, xfrm_policy_info_print.
 */
export async function blockingPolicy({ node, walk, question, signal }: Case, stop: number): Promise<Fault | undefined> {
  const namespace = walk.checkpoints[stop - 1]?.namespace ?? question.from
  const listing = ['env', `PATH=${toolPath}`, 'ip', '-o', 'xfrm', 'policy'] as const
  const { stdout } = await spawnIn(node, namespace, listing, signal === undefined ? {} : { signal })
  const [near, far] = [walk.source, question.address]
  for (const line of stdout.split('\n')) {
    const [, selector = '', from = '', to = '', direction = ''] =
      /^(src (\S+) dst (\S+).*?)\s*\\\s*dir (\w+) action block /.exec(line) ?? []
    const isOf = (source: string | null, destination: string | null): boolean =>
      (source === null || prefixHolds(from, source)) && (destination === null || prefixHolds(to, destination))
    if (selector === '' || !(isOf(near, far) || isOf(far, near))) continue
    return {
      cause: 'filtered',
      at: { node: 'host', namespace },
      evidence: [`a policy of IPsec blocks it in ${namespace}: ${selector} dir ${direction} action block`],
      remedies: [
        {
          command: `${ipIn(namespace)} xfrm policy delete ${selector} dir ${direction}`,
          why: 'undoes that policy',
        },
      ],
    }
  }
  return undefined
}
