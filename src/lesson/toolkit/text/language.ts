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
export function chooseLanguage(name: LanguageName): void {
  if (!Object.hasOwn(catalogues, name)) {
    throw new LessonError(
      `There is no language ${JSON.stringify(name)}. There are: ${Object.keys(catalogues).join(', ')}`,
    )
  }
  chosen = name
}

/** All texts in the language chosen, or else that of the environment. */
export function catalogue(): Promise<Catalogue> {
  return catalogues[chosen ?? languageOf(process.env)]()
}

/** Source: gettext's manual, "Locale environment variables"; of a list in LANGUAGE the first that is known. */
export function languageOf(env: NodeJS.ProcessEnv): LanguageName {
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || ''
  const wanted = /^(?:C|POSIX)?(?:\.|$)/.test(locale) ? [] : [...(env['LANGUAGE'] ?? '').split(':'), locale]
  const known = wanted.map((each) => each.split(/[_.@-]/)[0] ?? '').find((each) => Object.hasOwn(catalogues, each))
  return (known ?? 'en') as LanguageName
}
