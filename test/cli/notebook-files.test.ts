import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { refuseNoFolder } from '../../src/cli/notebook-files.js'

const folder = mkdtempSync(join(tmpdir(), 'vethbook-folders-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('a folder that cannot be listed is refused with what is the matter', async () => {
  await expect(refuseNoFolder(folder)).resolves.toBeUndefined()
  await expect(refuseNoFolder(join(folder, 'away'))).rejects.toThrow('away: no such folder')
  const file = join(folder, 'file')
  writeFileSync(file, '')
  await expect(refuseNoFolder(file)).rejects.toThrow('file: not a folder')
  await expect(refuseNoFolder(join(file, 'below'))).rejects.toThrow('ENOTDIR')
})
