import { listWords } from '../words.js'
import { nearest } from './nearest.js'
import type { Schema } from './schema.js'
import type { TopologyProblem } from './topology-error.js'

/** What of a value is not as its schema says: unknown keys, missing ones, wrong types, numbers out of bounds. */
export function checkShape(value: unknown, schema: Schema, place: string): TopologyProblem[] {
  const problem = (what: string, remedy: string): TopologyProblem[] => [{ place, problem: what, remedy }]
  if (schema.anyOf !== undefined) {
    const meant = meantOf(value, schema.anyOf)
    if (meant !== undefined) return checkShape(value, meant, place)
    return problem(`${shown(value)} cannot stand here`, `Write ${orWords(schema.anyOf.map(wanted))}.`)
  }
  if (!isOfType(value, schema)) return problem(`${shown(value)} cannot stand here`, `Write ${wanted(schema)}.`)
  if (schema.enum !== undefined && !schema.enum.includes(value as string)) {
    const meant = nearest(value as string, schema.enum)
    const hint = meant === undefined ? '' : ` Did you mean ${meant}?`
    return problem(`${shown(value)} is none of its values`, `They are ${listWords(schema.enum)}.${hint}`)
  }
  if (typeof value === 'number') {
    const { minimum = -Infinity, maximum = Infinity } = schema
    if (value < minimum || value > maximum) return problem(`${value} is out of bounds`, `Write ${wanted(schema)}.`)
  }
  if (Array.isArray(value)) return checkList(value, schema, place)
  if (schema.type === 'object') return checkObject(value as Record<string, unknown>, schema, place)
  return []
}

function checkList(value: readonly unknown[], schema: Schema, place: string): TopologyProblem[] {
  const { items = {}, minItems = 0, maxItems = Infinity } = schema
  if (value.length < minItems || value.length > maxItems) {
    const remedy = `There are exactly ${minItems}: ['ns1.veth1', 'ns2.veth2'].`
    return [{ place, problem: value.length === 1 ? 'a link with one end' : `a pair with ${value.length} ends`, remedy }]
  }
  return value.flatMap((each, index) => checkShape(each, items, `${place}[${index}]`))
}

function checkObject(value: Record<string, unknown>, schema: Schema, place: string): TopologyProblem[] {
  const { properties = {}, required = [], additionalProperties } = schema
  const missing = required.filter((key) => value[key] === undefined)
  const within = Object.entries(value).flatMap(([key, each]) => {
    // As a cell may say it: { mtu: undefined }.
    if (each === undefined) return []
    const here = place === '' ? key : `${place}.${key}`
    const own = Object.hasOwn(properties, key) ? properties[key] : undefined
    if (own !== undefined) return checkShape(each, own, here)
    if (typeof additionalProperties === 'object') return checkShape(each, additionalProperties, here)
    const meant = nearest(key, Object.keys(properties))
    const remedy = meant === undefined ? `Known are ${listWords(Object.keys(properties))}.` : `Did you mean ${meant}?`
    return [{ place: here, problem: `there is no key ${key}`, remedy }]
  })
  const absent = missing.map((key) => ({
    place,
    problem: `${key} is missing`,
    remedy: `Add it: ${key}: ${wanted(properties[key] ?? {})}.`,
  }))
  return [...within, ...absent]
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

/** Whether an object is in the long form rather than links by their names: one of its keys says so. */
export function isLongForm(value: object, { properties = {} }: Schema): boolean {
  return Object.keys(value).some((key) => Object.hasOwn(properties, key))
}

function isOfType(value: unknown, { type, const: constant }: Schema): boolean {
  if (constant !== undefined) return value === constant
  if (type === 'array') return Array.isArray(value)
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value)
  if (type === 'integer') return Number.isInteger(value)
  return type === undefined || typeof value === type
}

function wanted({ type, enum: words, minimum, maximum, const: constant, properties, anyOf, items }: Schema): string {
  if (anyOf !== undefined) return orWords(anyOf.map(wanted))
  if (constant !== undefined) return JSON.stringify(constant)
  if (words !== undefined) return orWords(words)
  if (type === 'number' || type === 'integer') {
    const noun = type === 'integer' ? 'a whole number' : 'a number'
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

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}
