import { insideNamespace, quoted } from '../topology/shell-command.js'
import type { Step } from './step.js'

const invocations: Readonly<Record<string, string>> = {
  nft: 'nft -f -',
  ipset: 'ipset restore -exist',
}

/** A step as one types it in the root namespace's shell. A firewall's rules come beside those that are there. */
export function stepCommand({ program, namespace, text, isOptional }: Step): string {
  const end = isOptional === true ? ' 2> /dev/null || true' : ''
  if (program === 'ip' || program === 'ip -6' || program === 'bridge' || program === 'tc') {
    const where = namespace === 'root' ? '' : ` -n ${quoted(namespace)}`
    return `${program}${where} ${batchWords(text).map(quoted).join(' ')}${end}`
  }
  const rules = text.replace(/^flush ruleset\n/, '').trimEnd()
  let mark = 'RULES'
  while (rules.includes(mark)) mark += '_'
  const command = insideNamespace(namespace, invocations[program] ?? `${program} --noflush`)
  return `${command}${end} << '${mark}'\n${rules}\n${mark}`
}

/** As the option -batch of iproute2 splits a line: at spaces, but for what stands in quotation marks. */
function batchWords(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, inQuotes, plain]) => inQuotes ?? plain ?? '')
}
