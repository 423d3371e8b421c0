import type { RuleId } from '@keyledger/usage';

/** What is open for a key and rule until nothing was seen for a day: what a person looks at once. */
export interface Alert {
  readonly rule: RuleId;
  readonly subject: string;
  readonly firstMs: number;
  readonly lastMs: number;
}

const quietMs = 24 * 3_600_000;

/** Groups what was said of one key (or network). */
export class Alerts {
  readonly all: Alert[] = [];
  private readonly open = new Map<string, Alert>();

  add(rule: RuleId, subject: string, atMs: number): void {
    const name = `${rule} ${subject}`;
    const alert = this.open.get(name);
    if (alert !== undefined && atMs - alert.lastMs < quietMs) {
      this.open.set(name, { ...alert, lastMs: Math.max(alert.lastMs, atMs) });
      return;
    }
    if (alert !== undefined) this.all.push(alert);
    this.open.set(name, { rule, subject, firstMs: atMs, lastMs: atMs });
  }

  closed(): readonly Alert[] {
    return [...this.all, ...this.open.values()];
  }
}
