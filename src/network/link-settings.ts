/** What the kernel sets up by itself, so that a state need not tell it. */

export const USUAL_AGEING_SECONDS = 300

/** The queues that a kernel gives a link: net/sched/sch_generic.c; `net.core.default_qdisc` may name fq_codel. */
const GIVEN_QDISCS: readonly string[] = ['noop', 'noqueue', 'pfifo_fast', 'fq_codel', 'fq', 'mq']

export function isChosenQdisc(qdisc: string | null): qdisc is string {
  return qdisc !== null && !GIVEN_QDISCS.includes(qdisc)
}
