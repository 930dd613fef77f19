import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { blobName, isTrusted } from '../../../../src/kernel/evaluator/snapshot/blob.js'

const folder = mkdtempSync(join(tmpdir(), 'vethbook-blob-'))
afterAll(() => rmSync(folder, { recursive: true }))

function file(mode: number): string {
  const path = join(folder, mode.toString(8))
  writeFileSync(path, '')
  chmodSync(path, mode)
  return path
}

describe('a snapshot is trusted', () => {
  test.each([[0o600], [0o644], [0o700]])('with mode %o, which nobody else may write to', (mode) => {
    expect(isTrusted(file(mode))).toBe(true)
  })

  test.each([[0o620], [0o602], [0o666]])('but not with mode %o', (mode) => {
    expect(isTrusted(file(mode))).toBe(false)
  })

  test('and one that is not there is not', () => {
    expect(isTrusted(join(folder, 'nothing'))).toBe(false)
  })
})

test('its name is the same at each start', () => {
  expect(blobName()).toEqual(blobName())
  expect(blobName().name).toMatch(/^evaluator-[0-9a-f]{8}-[0-9a-f]{16}\.blob$/)
})
