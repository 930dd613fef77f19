import type { Finding, Look } from '../look.js'
import type { Predicate } from '../predicate.js'
import { findAddress } from './addresses.js'
import { findLearned, findPort } from './bridges.js'
import { findAbsent, findThere, findUp } from './links.js'
import { findIsolated, findReaching } from './reach.js'
import { findRoute } from './routes.js'

/** Looks whether a predicate holds. @throws LabGoneError, and RangeError where an address cannot be meant */
export async function find(look: Look, predicate: Predicate): Promise<Finding> {
  switch (predicate.is) {
    case 'reaching':
      return findReaching(look, predicate)
    case 'isolated':
      return findIsolated(look, predicate)
    case 'up':
      return findUp(look, predicate)
    case 'port':
      return findPort(look, predicate)
    case 'learned':
      return findLearned(look, predicate)
    case 'addressed':
      return findAddress(look, predicate)
    case 'there':
      return findThere(look, predicate)
    case 'absent':
      return findAbsent(look, predicate)
    case 'routed':
      return findRoute(look, predicate)
    case 'not':
      return findNot(look, predicate.what)
    case 'all':
      return findAll(look, predicate.what)
  }
}

async function findNot(look: Look, what: Predicate): Promise<Finding> {
  const { passed, saw, wanted } = await find(look, what)
  const { words } = look
  return { passed: !passed, saw, wanted: words.wanted.not(wanted), hints: () => [words.hints.undo(saw)] }
}

async function findAll(look: Look, what: readonly Predicate[]): Promise<Finding> {
  const findings: Finding[] = []
  for (const each of what) {
    const finding = await find(look, each)
    if (!finding.passed) return finding
    findings.push(finding)
  }
  const { words } = look
  return {
    passed: true,
    saw: words.list(findings.map(({ saw }) => saw)),
    wanted: words.list(findings.map(({ wanted }) => wanted)),
    hints: () => [],
  }
}
