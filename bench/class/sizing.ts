/** What one learner takes in a lesson. */
export interface Needs {
  memoryBytes: number
  cpuSeconds: number
}

/** For the system, the hub and the proxy. */
const SYSTEM_GB = 2
/** What learners do at the same moment needs the rest. */
const CPU_SHARE = 0.5
/** What people take for a lesson, of which the benchmark leaves out that they read. */
const LESSON_SECONDS = 30 * 60
const NODES = [
  { cores: 2, gigabytes: 8 },
  { cores: 4, gigabytes: 16 },
  { cores: 8, gigabytes: 32 },
  { cores: 16, gigabytes: 64 },
]

/** A Markdown table: how many learners a node holds by its memory and by its CPU, and what an hour of one costs. */
export function sizing({ memoryBytes, cpuSeconds }: Needs): string {
  const rows = NODES.map(({ cores, gigabytes }) => {
    const byMemory = Math.floor((gigabytes - SYSTEM_GB) / (memoryBytes / 1e9))
    const byCpu = Math.floor((cores * CPU_SHARE * LESSON_SECONDS) / cpuSeconds)
    const learners = Math.min(byMemory, byCpu)
    return `| ${cores} cores, ${gigabytes} GB | ${byMemory} | ${byCpu} | ${learners} | ${(100 / learners).toFixed(1)} % |`
  })
  return `A learner takes ${(memoryBytes / 1e6).toFixed(0)} MB, and ${cpuSeconds.toFixed(0)} s of CPU in a lesson of ${LESSON_SECONDS / 60} minutes. With ${SYSTEM_GB} GB for the system and ${CPU_SHARE * 100} % of the CPU in use:

| node | learners by memory | by CPU | learners | a learner-hour, of the price of a node-hour |
| --- | --- | --- | --- | --- |
${rows.join('\n')}`
}
