import { tellChangesIn } from '../../../lab/index.js'
import { tellPicturesIn } from '../../../views/index.js'
import { LessonError } from '../context.js'
import type { Catalogue } from './en.js'

const catalogues = {
  en: async (): Promise<Catalogue> => (await import('./en.js')).en,
  zh: async (): Promise<Catalogue> => (await import('./zh.js')).zh,
}

/** The languages that the toolkit speaks. */
export type LanguageName = keyof typeof catalogues

let chosen: LanguageName | undefined

/** @throws LessonError naming those that there are */
export async function chooseLanguage(name: LanguageName): Promise<void> {
  if (!Object.hasOwn(catalogues, name)) {
    throw new LessonError(
      `There is no language ${JSON.stringify(name)}. There are: ${Object.keys(catalogues).join(', ')}`,
    )
  }
  chosen = name
  await catalogue()
}

/** The one chosen, or else that of the environment. */
export const currentLanguage = (): LanguageName => chosen ?? languageOf(process.env)

/** All texts in the current language; labs tell changes in it from then on, and what pictures show. */
export async function catalogue(): Promise<Catalogue> {
  const texts = await catalogues[currentLanguage()]()
  tellChangesIn(texts.changes)
  tellPicturesIn(texts.pictures)
  return texts
}

/** Source: gettext's manual, "Locale environment variables"; of a list in LANGUAGE the first that is known. */
export function languageOf(env: NodeJS.ProcessEnv): LanguageName {
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || ''
  const wanted = /^(?:C|POSIX)?(?:\.|$)/.test(locale) ? [] : [...(env['LANGUAGE'] ?? '').split(':'), locale]
  const known = wanted.map((each) => each.split(/[_.@-]/)[0] ?? '').find((each) => Object.hasOwn(catalogues, each))
  return (known ?? 'en') as LanguageName
}
