import type { JsonObject } from '../wire/index.js'

/** Version of the messaging protocol that we speak. */
export const protocolVersion = '5.4'

export type KernelInfo = JsonObject

/** Format: Jupyter messaging documentation, "Kernel info". */
export function kernelInfo(version: string, typescriptVersion: string): KernelInfo {
  return {
    protocol_version: protocolVersion,
    implementation: 'vethbook',
    implementation_version: version,
    language_info: {
      name: 'typescript',
      version: typescriptVersion,
      mimetype: 'application/typescript',
      file_extension: '.ts',
      pygments_lexer: 'typescript',
      // JupyterLab finds its language by this name; an object named javascript would be coloured as JavaScript.
      codemirror_mode: 'typescript',
      nbconvert_exporter: 'script',
    },
    banner: `vethbook ${version}: TypeScript on Node.js ${process.versions.node}`,
    help_links: [
      { text: 'TypeScript', url: 'https://www.typescriptlang.org/docs/' },
      { text: 'Node.js', url: 'https://nodejs.org/docs/latest-v20.x/api/' },
      { text: 'ip(8)', url: 'https://man7.org/linux/man-pages/man8/ip.8.html' },
    ],
    debugger: false,
  }
}
