/** NDJSON over HTTP, as a spec reads it. */
export class Lines<Line> {
  private begun = '';
  private readonly decoder = new TextDecoder();
  private readonly lines: Line[] = [];

  private constructor(
    readonly status: number,
    private readonly reader: ReadableStreamDefaultReader<Uint8Array>,
  ) {}

  static async of<Line>(url: string, key: string): Promise<Lines<Line>> {
    const { status, body } = await fetch(url, { headers: { authorization: `Bearer ${key}` } });
    if (body === null) throw new Error('There is no body.');
    return new Lines(status, (body as ReadableStream<Uint8Array>).getReader());
  }

  /** Undefined: the other side has ended it. */
  async next(): Promise<Line | undefined> {
    while (this.lines.length === 0) {
      const { done, value } = await this.reader.read();
      if (done) return undefined;
      const parts = (this.begun + this.decoder.decode(value, { stream: true })).split('\n');
      this.begun = parts.pop() ?? '';
      this.lines.push(...parts.map((part) => JSON.parse(part) as Line));
    }
    return this.lines.shift();
  }

  /** Up to and with the first one that is so; all, where the other side ends it before. */
  async until(isLast: (line: Line) => boolean): Promise<readonly Line[]> {
    const read: Line[] = [];
    for (;;) {
      const line = await this.next();
      if (line === undefined) return read;
      read.push(line);
      if (isLast(line)) return read;
    }
  }

  async leave(): Promise<void> {
    await this.reader.cancel();
  }
}
