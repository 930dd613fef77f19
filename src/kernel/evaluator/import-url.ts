/** Node's own `import(…)`, which only a module that Node has loaded itself can ask for: the start-up snapshot holds none. */
export const importUrl = (url: string): Promise<unknown> => import(url)
