/**
 * What each message of a kernel looks like: JSON Schemas of the content, by channel and message type.
 *
 * Format: Jupyter messaging documentation, version 5.5. Fields that it does not name are wrong here, so that a slip of
 * the pen is seen.
 */
import { Ajv, type SchemaObject } from 'ajv'

type Fields = Record<string, SchemaObject>

const text = { type: 'string' }
const flag = { type: 'boolean' }
const count = { type: 'integer', minimum: 0 }
const any: SchemaObject = {}
const open = { type: 'object' }
const listOf = (items: SchemaObject): SchemaObject => ({ type: 'array', items })
const mapOf = (values: SchemaObject): SchemaObject => ({ type: 'object', additionalProperties: values })
const oneOf = (...shapes: SchemaObject[]): SchemaObject => ({ oneOf: shapes })
const enumOf = (...values: (string | number)[]): SchemaObject => ({ enum: values })
const fields = (required: Fields, optional: Fields = {}): SchemaObject => ({
  type: 'object',
  properties: { ...required, ...optional },
  required: Object.keys(required),
  additionalProperties: false,
})

/** Text and pictures are text (binary ones as base64), JSON types are JSON. */
const bundle: SchemaObject = {
  type: 'object',
  patternProperties: {
    '^(text|image)/[\\w.+-]+$': text,
    '^application/([\\w.-]+\\+)?json$': any,
    '^application/(?!([\\w.-]+\\+)?json$)[\\w.+-]+$': text,
  },
  additionalProperties: false,
}
/** What people see must always have words. */
const shown = { ...bundle, required: ['text/plain'] }
const failure = { ename: text, evalue: text, traceback: listOf(text) }
const ok = { status: enumOf('ok') }

/** A reply: well with these fields, or an error, or (a cell that waited behind one that failed) aborted. */
const reply = (whenOk: Fields, inAnyError: Fields = {}): SchemaObject =>
  oneOf(
    fields({ ...ok, ...whenOk }),
    fields({ status: enumOf('error'), ...failure }, inAnyError),
    fields({ status: enumOf('aborted') }),
  )

const comm = { comm_id: text, data: open }
const display = { data: shown, metadata: open }
const shutdown = reply({ restart: flag })
const kernelInfo = reply({
  protocol_version: { type: 'string', pattern: '^5\\.\\d+$' },
  implementation: text,
  implementation_version: text,
  language_info: fields(
    { name: text, version: text, mimetype: text, file_extension: { type: 'string', pattern: '^\\.' } },
    { pygments_lexer: text, codemirror_mode: oneOf(text, open), nbconvert_exporter: text },
  ),
  banner: text,
  help_links: listOf(fields({ text, url: { type: 'string', pattern: '^https://' } })),
  debugger: flag,
})

export const shapes: Record<string, Record<string, SchemaObject>> = {
  iopub: {
    status: fields({ execution_state: enumOf('busy', 'idle', 'starting') }),
    execute_input: fields({ code: text, execution_count: count }),
    execute_result: fields({ ...display, execution_count: count }),
    stream: fields({ name: enumOf('stdout', 'stderr'), text: { type: 'string', minLength: 1 } }),
    display_data: fields(display, { transient: fields({}, { display_id: text }) }),
    update_display_data: fields({ ...display, transient: fields({ display_id: text }) }),
    clear_output: fields({ wait: flag }),
    error: fields(failure),
    comm_open: fields({ ...comm, target_name: text }),
    comm_msg: fields(comm),
    comm_close: fields(comm),
    shutdown_reply: shutdown,
    iopub_welcome: fields({ subscription: text }),
  },
  shell: {
    kernel_info_reply: kernelInfo,
    execute_reply: reply(
      {
        execution_count: count,
        payload: listOf(fields({ source: enumOf('page'), data: shown, start: count })),
        user_expressions: mapOf(
          oneOf(fields({ ...ok, data: bundle, metadata: open }), fields({ status: enumOf('error'), ...failure })),
        ),
      },
      { execution_count: count },
    ),
    inspect_reply: reply({ found: flag, data: bundle, metadata: open }),
    complete_reply: reply({
      matches: listOf(text),
      cursor_start: count,
      cursor_end: count,
      metadata: fields({
        _jupyter_types_experimental: listOf(fields({ start: count, end: count, text, type: text, signature: text })),
      }),
    }),
    is_complete_reply: oneOf(
      fields({ status: enumOf('complete', 'invalid', 'unknown') }),
      fields({ status: enumOf('incomplete'), indent: text }),
      fields({ status: enumOf('error'), ...failure }),
    ),
    history_reply: reply({
      history: listOf({
        type: 'array',
        items: [
          count,
          count,
          oneOf(text, {
            type: 'array',
            items: [text, { type: ['string', 'null'] }],
            minItems: 2,
            additionalItems: false,
          }),
        ],
        minItems: 3,
        additionalItems: false,
      }),
    }),
    comm_info_reply: reply({ comms: mapOf(fields({ target_name: text })) }),
  },
  control: {
    kernel_info_reply: kernelInfo,
    interrupt_reply: reply({}),
    shutdown_reply: shutdown,
  },
  stdin: {
    input_request: fields({ prompt: text, password: flag }),
  },
}

const header = fields({
  msg_id: { type: 'string', minLength: 1 },
  msg_type: text,
  session: { type: 'string', minLength: 1 },
  username: text,
  // ISO 8601
  date: { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:?\\d\\d)$' },
  version: { type: 'string', pattern: '^5\\.\\d+$' },
})

const ajv = new Ajv({ allErrors: true, logger: false })
const contents = Object.fromEntries(
  Object.entries(shapes).flatMap(([channel, types]) =>
    Object.entries(types).map(([type, shape]) => [`${channel} ${type}`, ajv.compile(shape)]),
  ),
)
const isHeader = ajv.compile(header)

/** What is wrong with a message's content, in words; undefined: it is as it should be. */
export function contentProblem(channel: string, type: string, content: unknown): string | undefined {
  const check = contents[`${channel} ${type}`]
  if (!check) return `${type} does not belong on ${channel}`
  return check(content) ? undefined : `${type} on ${channel}: ${ajv.errorsText(check.errors)}: ${excerpt(content)}`
}

export function headerProblem(value: unknown): string | undefined {
  return isHeader(value) ? undefined : `header: ${ajv.errorsText(isHeader.errors)}: ${excerpt(value)}`
}

function excerpt(value: unknown): string {
  return JSON.stringify(value).slice(0, 1_000)
}
