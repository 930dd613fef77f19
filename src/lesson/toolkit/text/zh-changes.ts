import type { Change, LinkStateName } from '../../../network/index.js'

/** 用中文说出网络的变化和接口的状态。 */

export const zhSpace = (name: string): string => (name === 'root' ? '根命名空间' : name.replace(/\/root$/, ''))

export const zhPlace = (link: string, where: string): string => `${zhSpace(where)} 中的 ${link}`

export const zhState: Record<LinkStateName, string> = {
  absent: '不存在',
  'admin down': '已关闭（admin down）',
  'lower layer down': '已启用但没有载波，因为另一端已关闭（lower layer down）',
  'no carrier': '已启用但没有载波（no carrier）',
  up: '已启用（up）',
}

export function zhChange(change: Change): string {
  switch (change.kind) {
    case 'namespace-added':
      return `添加了命名空间 ${change.namespace}`
    case 'namespace-removed':
      return `命名空间 ${change.namespace} 已删除`
    case 'link-added':
      return `添加了 ${zhPlace(change.link, change.namespace)}`
    case 'link-removed':
      return `${zhPlace(change.link, change.namespace)} 已删除`
    case 'link-moved':
      return `${change.link} 从${zhSpace(change.from)}移到了${zhSpace(change.to)}`
    case 'link-renamed':
      return `${zhPlace(change.link, change.namespace)} 改名为 ${change.newName}`
    case 'link-state':
      return `${zhPlace(change.link, change.namespace)} 现在${zhState[change.to]}`
    case 'link-setting':
      return `${zhPlace(change.link, change.namespace)}：${change.setting} 从 ${change.from} 变为 ${change.to}`
    case 'master-changed':
      return change.to === null
        ? `${zhPlace(change.link, change.namespace)} 不再是 ${change.from} 的端口`
        : `${zhPlace(change.link, change.namespace)} 现在是 ${change.to} 的端口`
    case 'address-added':
      return `${zhPlace(change.link, change.namespace)} 有了地址 ${change.address}`
    case 'address-removed':
      return `${zhPlace(change.link, change.namespace)} 不再有地址 ${change.address}`
    case 'route-added':
      return `${zhSpace(change.namespace)}有了新路由：${change.route}`
    case 'route-removed':
      return `${zhSpace(change.namespace)}失去了路由：${change.route}`
    case 'rule-added':
      return `${zhSpace(change.namespace)}有了新规则：${change.rule}`
    case 'rule-removed':
      return `${zhSpace(change.namespace)}失去了规则：${change.rule}`
    case 'neighbour-added':
    case 'neighbour-changed':
      return `${zhSpace(change.namespace)}的邻居 ${change.address}：${change.mac ?? '未知'}（${change.state}）`
    case 'neighbour-removed':
      return `${zhSpace(change.namespace)}忘记了邻居 ${change.address}`
    case 'fdb-added':
      return `${change.mac} 现在位于${zhSpace(change.namespace)}的端口 ${change.link} 之后`
    case 'fdb-removed':
      return `${change.mac} 不再位于${zhSpace(change.namespace)}的端口 ${change.link} 之后`
  }
}
