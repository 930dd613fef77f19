import { describe, expect, it } from 'vitest'
import { languageOf } from '../../../src/lesson/toolkit/text/language.js'

describe('the language of the environment', () => {
  it.each([
    [{ LANG: 'zh_CN.UTF-8' }, 'zh'],
    [{ LANG: 'zh-TW' }, 'zh'],
    [{ LANG: 'en_GB.UTF-8', LC_ALL: 'zh_CN' }, 'zh'],
    [{ LANG: 'de_DE.UTF-8', LANGUAGE: 'de:zh:en' }, 'zh'],
    [{ LANG: 'C.UTF-8', LANGUAGE: 'zh' }, 'en'],
    [{ LANG: 'de_DE.UTF-8' }, 'en'],
    [{}, 'en'],
  ])('%o is %s', (env, language) => expect(languageOf(env)).toBe(language))
})
