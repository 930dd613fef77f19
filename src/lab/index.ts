/** The facade of a cell: labs, their shell, and what they show. */
import { joinNotebook } from './notebook/hooks.js'

joinNotebook()

export { BuildError } from './build/build-error.js'
export type { BuildReport } from './build/build.js'
export type { PingMatrixReport, ThroughputReport } from './build/ping-all.js'
export type { PlanReport } from './build/plan-report.js'
export { doctor, type DoctorReport, type EngineReport } from './doctor.js'
export type { ExplainOptions, ExplanationReport } from './explain/explain.js'
export { LabGoneError, StoppedError } from './errors.js'
export type { Lab } from './lab.js'
export type { LinkReport } from './links.js'
export type { LabNode } from './nodes/lab-node.js'
export { openLab, type OpenLabOptions } from './open-lab.js'
export type { PingOptions, PingReport } from './ping.js'
export { CommandError, type CommandErrorCode } from './shell/command-error.js'
export type { CommandResult } from './shell/command-result.js'
export type { ShOptions } from './shell/options.js'
export type { CommandOutcome } from './shell/outcome.js'
export type { Sh, ShTag } from './shell/sh.js'
export type { ShellValue, ShellWord } from './text/template.js'
export type { TopologyOptions } from './topology/topology.js'
