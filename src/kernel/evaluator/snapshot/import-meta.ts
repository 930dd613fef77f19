/** `import.meta.resolve` for code that is no module of Node's: the bundle in the snapshot. */
export const resolve = (request: string, from: string | URL): string => import.meta.resolve(request, from)
