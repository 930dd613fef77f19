/** Text comes in pieces; `take` is called with each whole line, without its end. */
export class LineSplitter {
  private rest = ''

  constructor(private readonly take: (line: string) => void) {}

  push(text: string): void {
    const lines = (this.rest + text).split('\n')
    this.rest = lines.pop() ?? ''
    for (const line of lines) this.take(line)
  }
}
