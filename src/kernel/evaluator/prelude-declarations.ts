import { declarationsOf } from './compiler/former.js'

/** What TypeScript knows of the names that every notebook has. */
export const preludeDeclarations = declarationsOf(`
/** What a display shows can be replaced, wherever it stands in the notebook. */
interface DisplayHandle { readonly id: string; update(value: unknown): Promise<void>; }
/** Shows a value as a cell's last expression is shown. Displays of one id are replaced together. */
declare function display(value: unknown, options?: { id?: string }): Promise<DisplayHandle>;
/** Clears what the cell has shown; with wait not before the next output comes, so that nothing flickers. */
declare function clearOutput(options?: { wait?: boolean }): void;
/** Asks the person at the notebook; the cell waits for the answer. */
declare function prompt(message?: string): string;
/** The notebook's folder. */
declare const __dirname: string;
declare const __filename: string;
/** As in Node's own console: nobody takes what is exported. */
declare const module: NodeJS.Module;
`)
