import type { Bridge, Link } from '../../../network/index.js'
import type { Fault, Kind } from '../fault.js'
import { placeOf, type Crossing, type Scene } from '../scene.js'
import { ip, within, word } from '../shell-words.js'

type Bridged = Crossing & { bridge: Bridge }

/** A bridge that filters by VLAN gives a port its VLANs anew when it is plugged in again: those are left alone. */
const isPlain = (crossing: Crossing): crossing is Bridged =>
  crossing.bridge !== null && !crossing.bridge.vlanFiltering && crossing.ports.length > 0

const ofPorts =
  (fault: (port: Link, crossing: Bridged) => Fault): Kind['faults'] =>
  ({ crossings }) =>
    crossings.filter(isPlain).flatMap((crossing) => crossing.ports.map((port) => fault(port, crossing)))

const set = (port: Link, words: string): string => ip(port.namespace, `link set ${word(port.name)} ${words}`)
const bridgeIn = (namespace: string, words: string): string => within(namespace, `bridge ${words}`)

/** A port is unplugged from its bridge. */
export const portUnplugged: Kind = {
  name: 'not-bridged',
  level: 2,
  faults: ofPorts((port, { bridge }) => ({
    kind: 'not-bridged',
    breaks: set(port, 'nomaster'),
    mends: set(port, `master ${word(bridge.name)}`),
    answers: [{ cause: 'not-bridged', at: placeOf(port) }],
  })),
}

/** A port is plugged into another bridge. */
export const otherBridge: Kind = {
  name: 'different-bridge',
  level: 2,
  faults: (scene) =>
    ofPorts((port, { bridge }) => {
      const other = freeBridgeName(scene, port.namespace)
      return {
        kind: 'different-bridge',
        breaks: [
          ip(port.namespace, `link add ${other} type bridge`),
          ip(port.namespace, `link set ${other} up`),
          set(port, `master ${other}`),
        ].join('\n'),
        mends: [set(port, `master ${word(bridge.name)}`), ip(port.namespace, `link del ${other}`)].join('\n'),
        answers: [{ cause: 'different-bridge', at: placeOf(port) }],
      }
    })(scene),
}

function freeBridgeName(scene: Scene, namespace: string): string {
  for (let number = 1; ; number++) if (scene.link(namespace, `br${number}`) === undefined) return `br${number}`
}

/** A port of which the bridge takes nothing. */
export const portBlocked: Kind = {
  name: 'port-blocked',
  level: 2,
  faults: ofPorts((port) => ({
    kind: 'port-blocked',
    breaks: bridgeIn(port.namespace, `link set dev ${word(port.name)} state 0`),
    mends: bridgeIn(port.namespace, `link set dev ${word(port.name)} state 3`),
    answers: [{ cause: 'port-blocked', at: placeOf(port) }],
  })),
}

/** Two ports that may not speak with each other. */
export const portsIsolated: Kind = {
  name: 'ports-isolated',
  level: 4,
  faults: ({ crossings }) =>
    crossings
      .filter(isPlain)
      .filter(({ ports }) => ports.length === 2)
      .map(({ ports }) => {
        const both = (value: string): string =>
          ports
            .map(({ namespace, name }) => bridgeIn(namespace, `link set dev ${word(name)} isolated ${value}`))
            .join('\n')
        return {
          kind: 'ports-isolated',
          breaks: both('on'),
          mends: both('off'),
          answers: ports.map((port) => ({ cause: 'port-blocked', at: placeOf(port) })),
        }
      }),
}

/** The bridge is told that an address lives behind a port where it does not. */
export const wrongFdb: Kind = {
  name: 'wrong-fdb',
  level: 4,
  faults: (scene) =>
    scene.crossings.filter(isPlain).flatMap(({ bridge, ports, in: end }) => {
      const links = scene.space(bridge.namespace)?.links ?? []
      const elsewhere = links.find(
        ({ master, name }) => master === bridge.name && !ports.some((own) => own.name === name),
      )
      if (elsewhere === undefined || end.mac === null) return []
      const own = ports.at(-1)
      const entry = `${end.mac} dev ${word(elsewhere.name)} master`
      return [
        {
          kind: 'wrong-fdb',
          breaks: bridgeIn(bridge.namespace, `fdb replace ${entry} static sticky`),
          mends: bridgeIn(bridge.namespace, `fdb del ${entry}`),
          answers: [elsewhere, ...(own === undefined ? [] : [own])].map((port) => ({
            cause: 'wrong-fdb' as const,
            at: placeOf(port),
          })),
        },
      ]
    }),
}
