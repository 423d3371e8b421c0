/** What is asked for verdicts. */
export interface AskedVerifier {
  readonly name: string;
  /** Whether it can answer anybody at this moment. */
  readonly answers: boolean;
  readonly asOf: bigint;
  accepts(value: string): boolean;
}

/** The invariant: after a complete confirmation, no verifier accepts the key. */
export class NoAcceptanceAfterConfirmation {
  readonly violations: string[] = [];
  private readonly confirmed: { readonly value: string; readonly position: bigint }[] = [];

  get confirmations(): number {
    return this.confirmed.length;
  }

  confirmRevocation(value: string, position: bigint): void {
    this.confirmed.push({ value, position });
  }

  /** Asks everybody who can answer about everything that they may not have heard of, and about the newest. */
  check(verifiers: readonly AskedVerifier[], atMs: number): void {
    for (const verifier of verifiers) {
      if (!verifier.answers) continue;
      for (const { value, position } of this.confirmed) {
        if (verifier.asOf >= position && value !== this.confirmed.at(-1)?.value) continue;
        if (!verifier.accepts(value)) continue;
        this.violations.push(`${verifier.name} accepts what ended at ${position}, ${Math.round(atMs)} ms in`);
      }
    }
  }
}
