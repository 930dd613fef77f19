/** The values for Kubernetes, by the spawner that the chart runs and by Kubernetes' own schemas. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { refusedAt, type Level, type Pod } from './support/pod-security.js'
import { kubernetesPython, root } from './support/python.js'

/** Of Kubernetes, as its schemas' package has it. */
const VERSION = '1.37'
const LEVELS = ['privileged', 'least', 'emulator'] as const

type Values = Record<string, unknown>
const read = (name: string): Values => parse(readFileSync(join(root, 'hosting/kubernetes', name), 'utf8')) as Values
const policy = read('network-policy.yaml')
const namespaces = Object.fromEntries(LEVELS.map((level) => [level, read(`${level}/namespace.yaml`)]))

/** As helm does with several files: maps are joined, all else is replaced. */
function merge(first: Values, second: Values): Values {
  const isMap = (value: unknown): value is Values =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
  const result = { ...first }
  for (const [key, value] of Object.entries(second)) {
    const former = result[key]
    result[key] = isMap(former) && isMap(value) ? merge(former, value) : value
  }
  return result
}

let pods: Record<(typeof LEVELS)[number], Pod>
beforeAll(() => {
  const values = LEVELS.map((level) => [level, merge(read('values.yaml'), read(`${level}/values.yaml`))] as const)
  const input = JSON.stringify({
    values: Object.fromEntries(values),
    manifests: [policy, ...Object.values(namespaces)],
  })
  const script = join(root, 'test/hosting/support/pods.py')
  // It fails with what does not fit a schema.
  const pipes = ['pipe', 'pipe', 'pipe'] as const
  const out = execFileSync(kubernetesPython(), [script, VERSION], { input, encoding: 'utf8', stdio: [...pipes] })
  pods = JSON.parse(out) as typeof pods
})

const contextOf = (level: (typeof LEVELS)[number]) => pods[level].spec.containers[0]!.securityContext

describe('a pod of the level', () => {
  it('privileged: root, and nothing in its way', () => {
    expect(contextOf('privileged')).toEqual({ runAsUser: 0, privileged: true, allowPrivilegeEscalation: true })
    expect(pods.privileged.spec.containers[0]?.args).toEqual(['jupyterhub-singleuser', '--allow-root'])
  })

  it('least: no capability on the node, a user namespace of its own, our seccomp profile', () => {
    expect(pods.least.spec.hostUsers).toBe(false)
    expect(contextOf('least')).toEqual({
      runAsUser: 1000,
      runAsNonRoot: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      procMount: 'Unmasked',
      seccompProfile: { type: 'Localhost', localhostProfile: 'vethbook.json' },
      appArmorProfile: { type: 'Unconfined' },
    })
    expect(refusedAt('restricted', pods.least)).toEqual(['procMount', 'appArmorProfile'])
  })

  it('emulator: what a container has by default, and not even that', () => {
    expect(contextOf('emulator')).toEqual({
      runAsUser: 1000,
      runAsNonRoot: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      seccompProfile: { type: 'RuntimeDefault' },
    })
  })

  it.each(LEVELS)('%s: admitted by the labels of its namespace', (level) => {
    const { labels } = namespaces[level]?.['metadata'] as { labels: Record<string, Level> }
    expect(refusedAt(labels['pod-security.kubernetes.io/enforce']!, pods[level])).toEqual([])
  })

  it.each(LEVELS)('%s: bounded, of one image, and without a way into the cluster', (level) => {
    const { spec } = pods[level]
    const [container] = spec.containers
    expect(Object.keys(container!.resources.limits).sort()).toEqual(['cpu', 'ephemeral-storage', 'memory'])
    expect(spec.volumes).toEqual([{ name: 'work', emptyDir: { sizeLimit: '256Mi' } }])
    expect(container!.volumeMounts).toEqual([{ name: 'work', mountPath: '/home/jovyan' }])
    expect(spec).toMatchObject({ automountServiceAccountToken: false, enableServiceLinks: false })
    expect(container).toMatchObject({ imagePullPolicy: 'IfNotPresent', ports: [{ containerPort: 8888 }] })
    expect(container!.image).toMatch(/^registry\.example\/vethbook-hub(-qemu)?:[\w.]+$/)
    expect(spec.initContainers ?? []).toEqual([])
  })
})

it('nobody gets in by default: the hub asks for a password that these files do not have', () => {
  for (const name of ['values.yaml', ...LEVELS.map((level) => `${level}/values.yaml`)]) {
    const { config } = read(name)['hub'] as { config: Values }
    if (name === 'values.yaml') expect(config['JupyterHub']).toEqual({ authenticator_class: 'shared-password' })
    else expect(Object.keys(config)).toEqual(['KubeSpawner'])
    expect(config).not.toHaveProperty('SharedPasswordAuthenticator')
  }
})

describe('the network policy', () => {
  it('is about pods of learners, and lets them reach nothing', () => {
    const { podSelector, policyTypes, egress } = policy['spec'] as Record<string, unknown>
    const { matchLabels } = podSelector as { matchLabels: Record<string, string> }
    for (const pod of Object.values(pods)) expect(pod.metadata.labels).toMatchObject(matchLabels)
    expect(policyTypes).toEqual(['Ingress', 'Egress'])
    expect(egress).toEqual([])
  })

  it('of the chart leaves the hub and the name server', () => {
    const { networkPolicy } = read('values.yaml')['singleuser'] as { networkPolicy: Values }
    const rules = networkPolicy['egressAllowRules'] as Record<string, boolean>
    expect(Object.keys(rules).filter((rule) => rules[rule])).toEqual(['dnsPortsKubeSystemNamespace'])
    expect(networkPolicy).toMatchObject({ enabled: true })
    expect(networkPolicy).not.toHaveProperty('egress')
  })
})
