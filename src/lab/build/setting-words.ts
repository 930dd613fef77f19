import { describeOperation, namespaceWords, spaceOf, type Operation } from '../../network/index.js'

/** What a build did that no state tells, each a sentence: `net.ipv4.ip_forward in ns1 is now 1`. */
export function settingWords(operations: readonly Operation[]): string[] {
  return operations.flatMap((operation) => {
    switch (operation.do) {
      case 'set-sysctl':
        return [`${operation.key} in ${where(operation)} is now ${operation.value}`]
      case 'set-qdisc': {
        const { at, qdisc } = operation
        const queue = `the queue of ${at.link} in ${where(at)}`
        return [qdisc === null ? `${queue} is the usual one again` : `${queue} is now ${queueWords(operation)}`]
      }
      case 'load-nftables':
        return [
          operation.ruleset.trim() === 'flush ruleset'
            ? `${where(operation)} has no nftables rules any more`
            : `${where(operation)} has the nftables rules of the topology`,
        ]
      case 'run-service':
        return [`the service \`${operation.command}\` was started in ${where(operation)}`]
      case 'stop-service':
        return [`the service \`${operation.command}\` in ${where(operation)} was stopped`]
      default:
        return []
    }
  })
}

function where(place: { node?: string; namespace: string }): string {
  return namespaceWords(spaceOf(place))
}

/** As tc(8) says it: `tbf rate 10000000bit …`. */
function queueWords(operation: Operation): string {
  return describeOperation(operation).replace(/^.* root /, '')
}
