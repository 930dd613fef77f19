import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { folderHint } from '../../../src/lab/hints/folder.js'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'vethbook-folder-'))
  writeFileSync(join(folder, 'hosts.txt'), '')
})
afterAll(() => rmSync(folder, { recursive: true }))

it.each(['cat: hosts.txt: No such file or directory', "ls: cannot access './hosts.txt': No such file or directory"])(
  'a file that lies only outside is told so, and how to have it: %s',
  (said) => {
    const hint = folderHint(said, folder)
    expect(hint).toContain("hosts.txt lies in the notebook's folder, which this lab's emulated machine does not see")
    expect(hint).toContain('cat > hosts.txt')
  },
)

it('by its whole path, too', () => {
  expect(folderHint(`cat: ${folder}/hosts.txt: No such file or directory`, folder)).toContain('hosts.txt lies in')
})

it.each(['cat: other.txt: No such file or directory', 'cat: /etc/nonesuch: No such file or directory', 'ip: refused'])(
  'of all others it knows nothing: %s',
  (said) => expect(folderHint(said, folder)).toBeNull(),
)
