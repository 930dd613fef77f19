/**
 * What a cell may import: `import { openLab } from 'vethbook'`.
 *
 * @module
 */
export { BuildError, CommandError, doctor, LabGoneError, openLab, StoppedError } from './lab/index.js'
export { chain, mesh, nodes, pair, ring, star, toTopology, TopologyError, tree } from './network/index.js'
export type {
  BuildReport,
  CommandErrorCode,
  CommandOutcome,
  CommandResult,
  DoctorReport,
  EngineReport,
  ExplainOptions,
  ExplanationReport,
  Lab,
  LinkReport,
  OpenLabOptions,
  PingOptions,
  PingMatrixReport,
  PingReport,
  PlanReport,
  Sh,
  ShellValue,
  ShellWord,
  ShOptions,
  ShTag,
  ThroughputReport,
  TopologyOptions,
} from './lab/index.js'
export type { Displayable, MimeBundle } from './display/index.js'
export { EngineError } from './engine/index.js'
export type { CommandFailure, ExecResult, Feature, ShellPlace } from './engine/index.js'
export type {
  Address,
  Bridge,
  BridgePort,
  BridgeTopology,
  Change,
  Cause,
  Endpoint,
  Explanation,
  FdbEntry,
  LabEvent,
  LabEventBody,
  Link,
  LinksTopology,
  LinkTopology,
  LinkStateName,
  LinkTimeline,
  LinkTrack,
  Loopback,
  Neighbour,
  NamespaceTopology,
  NetworkNamespace,
  NetworkState,
  Operation,
  OperState,
  PairTopology,
  OtherLink,
  PingCell,
  PingError,
  PingMatrix,
  PingReply,
  PingResult,
  PingStats,
  Route,
  Rule,
  Topology,
  TopologyProblem,
  Veth,
} from './network/index.js'
