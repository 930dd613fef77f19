#!/usr/bin/env node
/** `docker exec CONTAINER vethbook-address`: the address to open, with its token, which no log shows. */
import { readdirSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { addressOf } from '../jupyterlab/server.mjs'

const folder = join(homedir(), '.local/share/vethbook-lab/runtime')
const file = namesIn(folder).find((name) => /^jpserver-\d+\.json$/.test(name))
if (file === undefined) {
  console.error('JupyterLab does not run here, or not yet')
  process.exit(1)
}
const { port, token } = JSON.parse(readFileSync(join(folder, file), 'utf8'))
console.log(addressOf(port, token))

function namesIn(path) {
  try {
    return readdirSync(path)
  } catch (error) {
    if (error.code === 'ENOENT') return []
    throw error
  }
}
