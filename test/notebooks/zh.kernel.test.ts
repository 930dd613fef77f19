import { beforeAll, describe, expect, it } from 'vitest'
import { translation } from './lesson-file.js'
import { runLesson, type LessonRun } from './lesson-run.js'

/** That its cells are those of the English 01 is a matter of its file (lessons.test.ts). */
describe('the Chinese 01, run from top to bottom', () => {
  let run: LessonRun

  beforeAll(async () => {
    run = await runLesson(translation)
  })

  it('ends without an error', () => {
    expect(run.failure).toBeUndefined()
  })

  it('observes what the English one does, and says so in Chinese', () => {
    const observed = (id: string) => /观察：(.*)/.exec(run.text(id))?.[1]
    expect(observed('move-observe')).toBe('0')
    expect(observed('address-ping')).toBe('不会')
    expect(observed('states-observe')).toBe('开着，但没有载波')
    expect(observed('delete-observe')).toBe('3')
    expect(['recap-one', 'recap-two', 'recap-three'].map(observed)).toEqual([
      'Destination Host Unreachable',
      '它也不见了',
      '没有',
    ])
  })

  it('tells in Chinese what commands changed', () => {
    expect(run.text('move-run')).toContain('2 处变化：\n  veth1 从根命名空间移到了 ns1\n  veth2 从根命名空间移到了 ns2')
  })

  it('tells in Chinese what its pictures show, under Chinese names', () => {
    expect(run.text('pair-add')).toContain('接口 veth1 已关闭（admin down）；没有地址；另一端是 veth2，也在这里。')
    expect(run.text('ping-there')).toMatch(/结果：100 次 ping，ns1 → 192\.168\.1\.102：没有丢失，中位数 .* 毫秒。/)
    expect(run.text('up-run')).toMatch(/概况：\d+ 个接口，[^]*ns1\.veth1: 已关闭（admin down），然后 /)
    expect(run.text('failures-silence-run')).toMatch(/看到：\d+ 个帧，在 ns1 和 ns2 之间。/)
    const names = ['pair-add', 'ping-there', 'up-run', 'failures-silence-run'].flatMap((id) => run.pictures(id))
    expect(names.length).toBeGreaterThan(2)
    for (const picture of names) expect(picture['image/svg+xml']).toMatch(/<title [^>]*>[^<]*\p{Script=Han}/u)
  })

  it('sets its tasks, breaks and sums up in Chinese', () => {
    expect(run.text('task-gaps')).toContain('已达到：两端都就位，并且有了地址')
    expect(run.text('task-check')).toMatch(/尚未达到：left 和 right 互相到达[^]*提示：/)
    expect(run.text('break-start')).toContain('ns1 无法再到达 192.168.1.102。')
    expect(run.text('break-found')).toContain('正确：')
    expect(run.text('recap-summary')).toContain('小结')
  })
})
