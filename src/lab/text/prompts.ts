/**
 * How a shell's prompt looks where a tutorial prints a session. A plain `# ` is not among them: it may as well begin a
 * comment, so transcript.ts decides it by what stands around it.
 */
const end = String.raw`(?=\s|$)`
const prompts: readonly RegExp[] = [
  // `$ `, `% `
  new RegExp(String.raw`^[$%]${end}`),
  // `~$ `, `/home/lee$ `
  new RegExp(String.raw`^[~/][^\s'"\`;|&<>$#%()]*[$#%]${end}`),
  // `/ # ` (busybox), `~ $ `
  new RegExp(String.raw`^[~/] [$#%]${end}`),
  // `lee@srv01:~$ `, `root@vm:/etc# `, `lee@mac ~ % `, `lee@srv01:~/lab (main)$ `
  /^[\w.-]+@[\w.-]+(?:[: ][~/\w.@+-]*)?(?: ?\([^)]*\))? ?[$#%](?!\w*=)/,
  // `[root@host ~]# `, `[lee@host lab]$ `
  new RegExp(String.raw`^\[[^\s\]]+(?:\s[^\]]*)?\][$#%]${end}`),
  new RegExp(String.raw`^\[[^\s\]]+@[^\]]+\] [$#%]${end}`),
  // `bash-5.2# `, `ns1# `, `vm:~$ `
  new RegExp(String.raw`^[A-Za-z][\w.-]*(?::[~/][^\s$#%]*)?[$#]${end}`),
  // `vm:~ # `
  new RegExp(String.raw`^[A-Za-z][\w.-]*:[~/][^\s$#%]* [#$]${end}`),
  // Ornaments of other shells: `❯ `, `➜  ~ `, `└─$ `
  /^❯(?=\s|$)/,
  /^➜\s+\S+(?:\s+git:\([^)]*\))?(?:\s+✗)?(?=\s|$)/,
  /^└─+[$#](?=\s|$)/,
]

/** A virtual environment or a namespace in front: `(ns1) root@vm:~# `. */
const prefix = /^\s*(?:\([\w.: -]+\)\s?)?/

/** Length of the prompt that the line begins with, its blanks included; 0: none. */
export function promptLength(line: string): number {
  const before = prefix.exec(line)?.[0] ?? ''
  for (const start of before.trim() === '' ? [before.length] : [before.length, indentOf(line)]) {
    const rest = line.slice(start)
    for (const prompt of prompts) {
      const found = prompt.exec(rest)
      if (found) return start + found[0].length + indentOf(rest.slice(found[0].length))
    }
  }
  return 0
}

/** `# ip link`: the text behind a root prompt, or a comment's; undefined where the line is neither. */
export function afterHash(line: string): string | undefined {
  return /^\s*#\s+(\S.*)$/.exec(line)?.[1]
}

/** `> ` in front of a continued line or a here-document's line; undefined: there is none. */
export function afterSecondPrompt(line: string): string | undefined {
  return /^>(?: (.*)|)$/.exec(line) ? line.slice(2) : undefined
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length
}
