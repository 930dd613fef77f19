export { addressOf, readConnection, type Connection } from './connection.js'
export { decode, encode, Refused, type Header, type JsonObject, type Message } from './framing.js'
export { SendQueue } from './queue.js'
export { createSigner, type Signer } from './signature.js'
