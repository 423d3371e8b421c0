import { Injectable } from '@nestjs/common';

export interface Session {
  readonly id: string;
  readonly keyId: string;
  readonly accountId: string;
}

/** What a service remembers of a key that it has verified once; yours may be web sockets, tokens or cached answers. */
@Injectable()
export class Sessions {
  private readonly open = new Map<string, Session>();

  add(session: Session): void {
    this.open.set(session.id, session);
  }

  has(id: string): boolean {
    return this.open.has(id);
  }

  /** Answers how many there were. */
  drop(isOver: (session: Session) => boolean): number {
    const over = [...this.open.values()].filter(isOver);
    for (const { id } of over) this.open.delete(id);
    return over.length;
  }
}
