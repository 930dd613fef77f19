import { listWords } from '../words.js'
import { nearest } from './nearest.js'
import { below } from './place-text.js'
import type { Schema } from './schema.js'
import { synonymOf } from './synonyms.js'
import type { TopologyProblem } from './topology-error.js'

/**
 * What of a value is not as its schema says: unknown keys, missing ones, wrong types, numbers out of bounds. How many ends
 * a pair has is asked where it is joined (complete.ts), so that it is told together with all else that is wrong.
 */
export function checkShape(value: unknown, schema: Schema, place: string): TopologyProblem[] {
  const problem = (what: string, remedy: string): TopologyProblem[] => [{ place, problem: what, remedy }]
  if (schema.anyOf !== undefined) {
    const meant = meantOf(value, schema.anyOf)
    if (meant !== undefined) return checkShape(value, { ...meant, ...examplesOf(schema) }, place)
    return problem(noneOf(value, schema.anyOf), `Write ${wanted(schema)}.`)
  }
  if (!isOfType(value, schema)) return problem(`${shown(value)} is ${typeWords(value)}`, `Write ${wanted(schema)}.`)
  if (schema.enum !== undefined && !schema.enum.includes(value as string)) {
    const meant = nearest(value as string, schema.enum)
    const hint = meant === undefined ? '' : ` Did you mean ${meant}?`
    return problem(`${shown(value)} is none of its values`, `They are ${listWords(schema.enum)}.${hint}`)
  }
  if (typeof value === 'number') {
    const { minimum = -Infinity, maximum = Infinity, exclusiveMinimum = -Infinity } = schema
    if (value < minimum || value > maximum || value <= exclusiveMinimum || Number.isNaN(value)) {
      return problem(`${value} is out of bounds`, `Write ${wanted(schema)}.`)
    }
  }
  if (Array.isArray(value)) return checkList(value, schema, place)
  if (schema.type === 'object') return checkObject(value as Record<string, unknown>, schema, place)
  return []
}

function checkList(value: readonly unknown[], schema: Schema, place: string): TopologyProblem[] {
  return value.flatMap((each, index) => checkShape(each, schema.items ?? {}, `${place}[${index}]`))
}

function checkObject(value: Record<string, unknown>, schema: Schema, place: string): TopologyProblem[] {
  const { properties = {}, required = [], additionalProperties } = schema
  const unknown: string[] = []
  const within = Object.entries(value).flatMap(([key, each]) => {
    // As a cell may say it: { mtu: undefined }.
    if (each === undefined) return []
    const here = below(place, key)
    const own = Object.hasOwn(properties, key) ? properties[key] : undefined
    if (own !== undefined) return checkShape(each, own, here)
    if (typeof additionalProperties === 'object') return checkShape(each, additionalProperties, here)
    unknown.push(key)
    return [{ place: here, problem: `there is no key ${key}`, remedy: unknownKey(key, Object.keys(properties)) }]
  })
  // A key that is missing under its own name may be there under another one: that is told of there.
  const meant = new Set(unknown.map((key) => meantKey(key, Object.keys(properties))))
  const absent = required
    .filter((key) => value[key] === undefined && !meant.has(key))
    .map((key) => ({
      place,
      problem: `${key} is missing`,
      remedy: `Add it: ${key}, ${wanted(properties[key] ?? {})}.`,
    }))
  return [...within, ...absent]
}

function meantKey(key: string, known: readonly string[]): string | undefined {
  return synonymOf(key, known) ?? nearest(key, known)
}

function unknownKey(key: string, known: readonly string[]): string {
  const meant = meantKey(key, known)
  if (meant !== undefined) return `Did you mean ${meant}?`
  const isNamespace = known.includes('links') && known.includes('sysctls')
  const hint = isNamespace
    ? `Is it a link? Beside such keys links stand below one of their own: links: { ${key}: … }. `
    : ''
  return `${hint}Known are ${listWords(known)}.`
}

/** Of several schemas the one that the value was written for: by its type, its `type`, or its keys. */
function meantOf(value: unknown, schemas: readonly Schema[]): Schema | undefined {
  const fitting = schemas.filter((schema) => isOfType(value, schema))
  if (fitting.length < 2) return fitting[0]
  const { type } = value as { type?: unknown }
  const named = fitting.find(({ properties }) => type !== undefined && properties?.['type']?.const === type)
  if (named !== undefined) return named
  if (fitting.every(({ properties }) => properties?.['type']?.const !== undefined)) return undefined
  return fitting.find((schema) => isLongForm(value as object, schema)) ?? fitting.at(-1)
}

function noneOf(value: unknown, schemas: readonly Schema[]): string {
  const types = schemas.flatMap(({ properties }) => properties?.['type']?.const ?? [])
  if (types.length === 0) return `${shown(value)} is ${typeWords(value)}`
  const type = typeof value === 'object' ? (value as { type?: unknown } | null)?.type : value
  if (type === 'veth') return 'a veth pair is told by its two ends, below links'
  if (type === 'bridge') return 'a bridge is told below bridges'
  if (type !== undefined && type === value && types.includes(type as string)) return `${shown(value)} is a text`
  return `${shown(type ?? value)} is no kind of link that is known here`
}

/** Whether an object is in the long form rather than links by their names: one of its keys says so. */
export function isLongForm(value: object, { properties = {} }: Schema): boolean {
  return Object.keys(value).some((key) => Object.hasOwn(properties, key))
}

function isOfType(value: unknown, { type, const: constant }: Schema): boolean {
  if (constant !== undefined) return value === constant
  if (type === 'null') return value === null
  if (type === 'array') return Array.isArray(value)
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value)
  if (type === 'integer') return Number.isInteger(value)
  return type === undefined || typeof value === type
}

/** What a schema asks for, in words, with an example where it has one. */
function wanted(schema: Schema): string {
  const example = exampleText(schema)
  return example === undefined ? plainly(schema) : `${plainly(schema)}, as ${example}`
}

function plainly(schema: Schema): string {
  const { type, enum: words, minimum, maximum, exclusiveMinimum, const: constant, properties, anyOf, items } = schema
  if (anyOf !== undefined) return orWords(anyOf.filter((each) => each.type !== 'null').map(plainly))
  if (constant !== undefined) return JSON.stringify(constant)
  if (words !== undefined) return orWords(words)
  if (type === 'number' || type === 'integer') {
    const noun = type === 'integer' ? 'a whole number' : 'a number'
    if (exclusiveMinimum !== undefined) return `${noun} above ${exclusiveMinimum}`
    if (minimum === undefined) return noun
    return maximum === undefined ? `${noun} from ${minimum} on` : `${noun} from ${minimum} to ${maximum}`
  }
  if (type === 'boolean') return 'true or false'
  if (type === 'string') return 'a text'
  if (type === 'array') return items?.type === 'string' ? 'a list of texts' : 'a list'
  const own = properties?.['type']?.const
  return own === undefined ? 'an object' : `{ type: '${own}' … }`
}

const orWords = (words: readonly string[]): string => [...new Set(words)].join(' or ')

const examplesOf = ({ examples }: Schema): Pick<Schema, 'examples'> => (examples === undefined ? {} : { examples })

/** As one writes it in a cell: keys and texts with as few quotes as they need. */
function exampleText({ examples }: Schema): string | undefined {
  return examples === undefined ? undefined : literal(examples[0])
}

function literal(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (typeof value !== 'object' || value === null) return String(value)
  return `{ ${Object.entries(value)
    .map(([key, each]) => `${key}: ${literal(each)}`)
    .join(', ')} }`
}

function typeWords(value: unknown): string {
  if (value === null) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'string') return 'a text'
  if (typeof value === 'number') return Number.isInteger(value) ? 'a number' : 'no whole number'
  return typeof value === 'boolean' ? 'a truth value' : typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}
