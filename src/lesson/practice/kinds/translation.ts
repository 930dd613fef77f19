import type { Kind } from '../fault.js'
import { within, word } from '../shell-words.js'

/** The router no longer puts its own address on what goes out: whoever is asked does not know the way back. */
export const notTranslated: Kind = {
  name: 'not-translated',
  level: 4,
  faults: (scene) => {
    const asked = scene.hops.findLast(({ direction }) => direction === 'forward')?.namespace
    const routers = scene.hops.filter(({ direction, in: into, out }) => direction === 'forward' && into && out)
    if (asked === undefined || scene.family !== 'inet') return []
    return routers.flatMap(({ namespace }) =>
      sourceRules(scene.more(namespace)?.iptables ?? '').map(({ number, words }) => {
        const act = (verb: string): string => within(namespace, `iptables -t nat ${verb}`)
        return {
          kind: 'not-translated',
          breaks: act(`-D POSTROUTING ${number}`),
          mends: act(`-I POSTROUTING ${number} ${words}`),
          answers: [asked, namespace].map((at) => ({ cause: 'no-return-route' as const, at })),
        }
      }),
    )
  },
}

/** Rules of POSTROUTING that change a source, by their number, from 1: text of iptables-save(8). */
function sourceRules(saved: string): { number: number; words: string }[] {
  const nat = /^\*nat\n([^]*?)^COMMIT/m.exec(saved)?.[1] ?? ''
  return nat
    .split('\n')
    .flatMap((line) => /^-A POSTROUTING (.*)$/.exec(line)?.[1] ?? [])
    .map((words, index) => ({ number: index + 1, words: words.split(' ').map(word).join(' ') }))
    .filter(({ words }) => / -j (?:MASQUERADE|SNAT)\b/.test(` ${words}`))
}
