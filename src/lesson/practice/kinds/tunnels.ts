import type { Kind } from '../fault.js'
import { within, word } from '../shell-words.js'

/** A VXLAN link no longer knows to which machine it sends. */
export const tunnelEndGone: Kind = {
  name: 'tunnel-end-gone',
  level: 4,
  faults: (scene) =>
    scene.snapshot.spaces
      .filter(({ name }) => scene.space(name) !== undefined)
      .flatMap(({ name: namespace, remotes }) =>
        remotes
          .filter(({ isPermanent }) => isPermanent)
          .map(({ link, mac, remote, ...options }) => {
            const words = (['port', 'vni', 'via'] as const).map((key) =>
              options[key] === null ? '' : ` ${key} ${word(String(options[key]))}`,
            )
            const act = (verb: string): string =>
              within(namespace, `bridge fdb ${verb} ${mac} dev ${word(link)} dst ${remote}${words.join('')}`)
            return {
              kind: 'tunnel-end-gone',
              breaks: act('del'),
              mends: act('append'),
              answers: [{ cause: 'wrong-fdb' as const, at: `${namespace}.${link}` }],
            }
          }),
      ),
}
