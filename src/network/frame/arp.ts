import type { Dissector } from './layer-reader.js'

/** ARP for IPv4 over Ethernet (RFC 826); of other kinds only the head is told. */
export const arp: Dissector = (reader) => {
  const hardware = reader.number('hardware type', 2, (value) => (value === 1 ? 'Ethernet' : undefined))
  const protocol = reader.number('protocol type', 2, (value) => (value === 0x0800 ? 'IPv4' : undefined))
  const lengths = [reader.number('hardware length', 1), reader.number('protocol length', 1)]
  const operation = reader.number('operation', 2, (value) => ['request', 'reply'][value - 1])
  if (hardware !== 1 || protocol !== 0x0800 || lengths.join() !== '6,4')
    return { summary: 'of another kind', next: null }
  const mac = reader.mac('sender MAC')
  const sender = reader.ipv4('sender IP')
  reader.mac('target MAC')
  const target = reader.ipv4('target IP')
  return { summary: words(operation, mac, sender, target), next: null }
}

function words(operation: number, mac: string, sender: string, target: string): string {
  if (operation === 2) return `${sender} is at ${mac}`
  if (operation !== 1) return `operation ${operation}`
  // RFC 5227: a probe asks whether an address is free; an announcement asks for the sender's own.
  if (sender === '0.0.0.0') return `is ${target} free?`
  return sender === target ? `I am ${sender}` : `who has ${target}? tell ${sender}`
}
