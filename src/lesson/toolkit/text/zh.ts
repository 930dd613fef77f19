import type { Catalogue } from './en.js'

/** 工具包的全部中文文本。 */
export const zh: Catalogue = {
  prediction: {
    title: (question) => `预测：${question}`,
    chosen: (answer) => `你的预测：${answer}`,
    kept: (answer) => `你之前的预测：${answer}`,
    taken: (answer) => `现在没有人来预测，采用默认值：${answer}`,
    none: '还没有预测。不预测也可以继续。',
    byLine: (line) => `若要用文字预测，请在调用的末尾加上 ${line}，然后重新运行这个单元格。`,
    buttons: '你的预测',
    predicted: (answer) => `预测：${answer}`,
    notPredicted: '预测：无',
    observed: (outcome) => `观察：${outcome}`,
    right: '与预测一致。',
    wrong: '与预测不同。',
    open: '请比较两者。',
    because: (reason) => `原因：${reason}`,
  },
  progress: {
    notKept: (path, reason) => `本课的进度只保存在内存中，内核结束后就会消失：无法使用 ${path}（${reason}）。`,
    damaged: (path, aside) => `无法把 ${path} 读作课程进度。它已另存为 ${aside}，本课从头开始。`,
    newer: (path) => `${path} 是由更新版本的 vethbook 写入的。它保持不变，本课的进度只保存在内存中。`,
    reset: '本课的进度已清除：预测、检查和提示都从头开始。',
  },
}
