/** What the Pod Security Standards refuse (https://kubernetes.io/docs/concepts/security/pod-security-standards/). */
export interface Pod {
  metadata: { labels: Record<string, string> }
  spec: {
    hostUsers?: boolean
    hostNetwork?: boolean
    hostPID?: boolean
    hostIPC?: boolean
    automountServiceAccountToken?: boolean
    enableServiceLinks?: boolean
    securityContext?: SecurityContext
    imagePullSecrets?: unknown[]
    initContainers?: unknown[]
    containers: Container[]
    volumes: Record<string, unknown>[]
  }
}
interface Container {
  image: string
  imagePullPolicy: string
  args: string[]
  ports: { containerPort: number; hostPort?: number }[]
  securityContext: SecurityContext
  resources: { limits: Record<string, string | number> }
  volumeMounts: { mountPath: string }[]
}
export interface SecurityContext {
  privileged?: boolean
  allowPrivilegeEscalation?: boolean
  runAsUser?: number
  runAsNonRoot?: boolean
  procMount?: string
  capabilities?: { add?: string[]; drop?: string[] }
  seccompProfile?: { type: string; localhostProfile?: string }
  appArmorProfile?: { type: string }
}

export type Level = 'privileged' | 'baseline' | 'restricted'

/** Fields that forbid the pod at that level; none: it is admitted. */
export function refusedAt(level: Level, { spec }: Pod): string[] {
  if (level === 'privileged') return []
  const contexts = spec.containers.map(({ securityContext }) => ({ ...spec.securityContext, ...securityContext }))
  const every = (holds: (context: SecurityContext) => boolean): boolean => contexts.every(holds)
  const rules: [field: string, holds: boolean][] = [
    ['hostNetwork', spec.hostNetwork !== true],
    ['hostPID', spec.hostPID !== true],
    ['hostIPC', spec.hostIPC !== true],
    ['hostPath', spec.volumes.every((volume) => !('hostPath' in volume))],
    ['hostPort', spec.containers.every(({ ports }) => ports.every(({ hostPort }) => !hostPort))],
    ['privileged', every(({ privileged }) => privileged !== true)],
    ['capabilities.add', every(({ capabilities }) => (capabilities?.add ?? []).length === 0)],
    ['procMount', every(({ procMount = 'Default' }) => procMount === 'Default')],
    ['seccompProfile', every(({ seccompProfile }) => seccompProfile?.type !== 'Unconfined')],
    ['appArmorProfile', every(({ appArmorProfile }) => appArmorProfile?.type !== 'Unconfined')],
  ]
  if (level === 'restricted')
    rules.push(
      ['volumes', spec.volumes.every((volume) => 'emptyDir' in volume)],
      ['allowPrivilegeEscalation', every((context) => context.allowPrivilegeEscalation === false)],
      ['runAsNonRoot', every((context) => context.runAsNonRoot === true)],
      ['runAsUser', every((context) => context.runAsUser !== 0)],
      ['seccompProfile', every((context) => context.seccompProfile !== undefined)],
      ['capabilities.drop', every(({ capabilities }) => capabilities?.drop?.includes('ALL') === true)],
    )
  return rules.filter(([, holds]) => !holds).map(([field]) => field)
}
