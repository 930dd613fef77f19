import type { Row } from './row.js'

export const imports: Row[] = [
  ['a name', ["import { basename } from 'node:path'", "basename('/a/b')"], "'b'"],
  ['under another name', ["import { join as glue } from 'node:path'", "glue('a', 'b')"], "'a/b'"],
  ['everything', ["import * as path from 'node:path'", "path.extname('a.ts')"], "'.ts'"],
  ['the default', ["import fs from 'node:fs'", 'typeof fs.readFileSync'], "'function'"],
  ['a type', ["import type { Stats } from 'node:fs'", 'const i1: Stats | undefined = undefined; i1'], 'undefined'],
  [
    'a type among names',
    ["import { type Stats as S2, statSync } from 'node:fs'", "const i2: S2 = statSync('/'); i2.isDirectory()"],
    'true',
  ],
  ['again', ["import { basename } from 'node:path'", "import { basename } from 'node:path'", "basename('x/y')"], "'y'"],
  [
    'a name that is hidden later',
    ["import { dirname } from 'node:path'", "const dirname = 'mine'", 'dirname'],
    "'mine'",
  ],
  ['at run time', ["const { sep } = await import('node:path')", 'sep'], "'/'"],
  ['require', ["require('node:path').sep"], "'/'"],
  [
    'a package that is not there',
    ["import x from 'no-such-package'"],
    "TypeScriptError: Cell:1:15 - TS2307: Cannot find module 'no-such-package' or its corresponding type declarations.",
  ],
  [
    'a name that is not there',
    ["import { nope } from 'node:path'"],
    "TypeScriptError: Cell:1:10 - TS2305: Module '\"node:path\"' has no exported member 'nope'.",
  ],
  [
    'the same again under another name',
    ["import { basename as k1 } from 'node:path'", "import { basename as k2 } from 'node:path'", 'k1 === k2'],
    'true',
  ],
  [
    'a name again from another module',
    [
      "import { resolve as k3 } from 'node:path'",
      "import { resolve as k3 } from 'node:dns'",
      "k3 === require('node:dns').resolve",
    ],
    'true',
  ],
  ['the default beside names', ["import k4, { join as k5 } from 'node:path'", 'k4.join === k5'], 'true'],
  ['the default by its name', ["import { default as k6 } from 'node:path'", 'k6.sep'], "'/'"],
  ['for its effect only', ["import 'node:path'\n1"], '1'],
  ['a part of a module of Node', ["import { readFile as k7 } from 'node:fs/promises'", 'typeof k7'], "'function'"],
  ['without the prefix node:', ["import { sep as k8 } from 'path'", 'k8'], "'/'"],
  ['in the middle of a cell', ["const k9 = 1\nimport { join as k10 } from 'node:path'\nk10('a', `${k9}`)"], "'a/1'"],
  [
    'a type of a module without importing it',
    ["const k11: import('node:path').ParsedPath = require('node:path').parse('/a.ts')", 'k11.ext'],
    "'.ts'",
  ],
  [
    'an imported name cannot be assigned',
    ["import { sep as k12 } from 'node:path'\nk12 = 'x'"],
    "TypeScriptError: Cell:2:1 - TS2632: Cannot assign to 'k12' because it is an import.",
  ],
]
