import { expect, test } from 'vitest'
import { addLink } from '../../../src/engine/netlink/link-requests.js'
import { MessageWriter } from '../../../src/engine/netlink/message.js'
import { OWN, readNotices, RECORD_HEADER, SAID, writeRecordHeader } from '../../../src/engine/netlink/notices.js'

function record(namespace: number, content: Uint8Array): Buffer {
  const bytes = Buffer.alloc(RECORD_HEADER + content.length)
  writeRecordHeader(bytes, content.length, namespace, 1500.25)
  bytes.set(content, RECORD_HEADER)
  return bytes
}

test('a notice of a link, its namespace and its time; what is said besides; in order', () => {
  const writer = new MessageWriter()
  const lookup = { link: () => 7, namespace: () => 8 }
  addLink(writer, 1, 'br0', { up: true, kind: { type: 'bridge' } }, lookup)
  const said = { kind: 'named' as const, id: 4, name: 'ns1', isNew: true }
  const chunk = Buffer.concat([
    record(4, writer.written()),
    record(SAID, Buffer.from(JSON.stringify(said))),
    record(OWN, writer.written()),
  ])
  const notices = [...readNotices(chunk)]
  expect(notices[0]).toEqual({
    kind: 'link',
    atMs: 1500.25,
    namespaceId: 4,
    isDeleted: false,
    index: 0,
    name: 'br0',
    linkKind: 'bridge',
    flags: ['UP'],
    operState: 'UNKNOWN',
    mac: null,
    movedTo: null,
  })
  expect(notices[1]).toEqual(said)
  expect(notices[2]).toMatchObject({ namespaceId: null })
  expect(notices).toHaveLength(3)
})
