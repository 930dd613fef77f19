import { describe, expect, test } from 'vitest'
import { cleanHtml, joinStreams, renderOutput, type NotebookOutput } from '../../../src/export/output/index.js'
import { huge, markup } from '../attacks/index.js'
import { outputsOf } from '../attacks/notebook.js'
import { unsafeParts } from '../safety.js'

const prefix = 'o7-'
const markdown = (source: string) => cleanHtml(source, { prefix })

describe('attacks on outputs', () => {
  test.for(Object.entries(markup))(
    '%s leave nothing but the allow-list, as any kind of output',
    async ([, attacks]) => {
      for (const attack of attacks) {
        expect({ attack, unsafe: unsafeParts(cleanHtml(attack, { prefix }), prefix) }).toEqual({ attack, unsafe: [] })
        for (const output of joinStreams(outputsOf(attack) as unknown as NotebookOutput[])) {
          const { html } = await renderOutput(output, { prefix, markdown })
          expect({ attack, output, unsafe: unsafeParts(html, prefix) }).toEqual({ attack, output, unsafe: [] })
        }
      }
    },
  )

  test('cleaning twice is cleaning once', () => {
    for (const attack of Object.values(markup).flat()) {
      const once = cleanHtml(attack, { prefix })
      expect(cleanHtml(once, { prefix })).toBe(once)
    }
  })

  test.for(huge.map((attack, index) => [index, attack.slice(0, 30), attack] as const))(
    'huge input %i ends, and is safe: %j',
    async ([, , attack]) => {
      const html = cleanHtml(attack, { prefix })
      expect(unsafeParts(html, prefix)).toEqual([])
      expect(html.length).toBeLessThan(attack.length * 12)
      for (const output of [
        { output_type: 'stream', name: 'stdout', text: attack },
        { output_type: 'display_data', data: { 'image/svg+xml': attack }, metadata: {} },
      ] as NotebookOutput[]) {
        expect(unsafeParts((await renderOutput(output, { prefix })).html, prefix)).toEqual([])
      }
    },
  )
})
