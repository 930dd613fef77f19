/**
 * What a cell may import: `import { openLab } from 'vethbook'`.
 *
 * @module
 */
export { CommandError, doctor, LabGoneError, openLab, StoppedError } from './lab/index.js'
export type {
  CommandErrorCode,
  CommandOutcome,
  CommandResult,
  DoctorReport,
  EngineReport,
  Lab,
  LinkReport,
  OpenLabOptions,
  PingOptions,
  PingReport,
  Sh,
  ShellValue,
  ShellWord,
  ShOptions,
  ShTag,
  TopologyOptions,
} from './lab/index.js'
export type { Displayable, MimeBundle } from './display/index.js'
export { EngineError } from './engine/index.js'
export type { CommandFailure, ExecResult, Feature, ShellPlace } from './engine/index.js'
export type {
  Address,
  Bridge,
  BridgePort,
  Change,
  Endpoint,
  FdbEntry,
  LabEvent,
  LabEventBody,
  Link,
  LinkStateName,
  LinkTimeline,
  LinkTrack,
  Loopback,
  Neighbour,
  NetworkNamespace,
  NetworkState,
  OperState,
  OtherLink,
  PingError,
  PingReply,
  PingResult,
  PingStats,
  Route,
  Rule,
  Veth,
} from './network/index.js'
