/** Captured frames: the same packet at several links, its way, where it ended, and the file for Wireshark. */
export type { Capture, CapturedFrame } from './capture.js'
export { findJourneys, type Journey, type Sighting } from './journeys.js'
export { pcapng, type PcapFrame, type PcapLink } from './pcapng.js'
export { relevantTo, type Probed } from './relevant.js'
export { toSequence, type SequenceOptions } from './to-sequence.js'
export { Wiring } from './wiring.js'
