/** Writes schema/topology.v1.json, which editors and other programs read, from the schema that lab.build checks by. */
import { writeFileSync } from 'node:fs'
import { topologySchema } from '../dist/network/index.js'

writeFileSync(new URL('../schema/topology.v1.json', import.meta.url), `${JSON.stringify(topologySchema, null, 2)}\n`)
