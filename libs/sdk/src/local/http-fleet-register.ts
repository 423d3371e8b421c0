import type { LocalReportAnswer, LocalReportBody, LocalVerifierBody } from '@keyledger/contracts';
import type { FleetRegister, NewMember } from '@keyledger/verification';
import type { HttpCaller } from '../client/http-caller.js';

/** The register of verifiers, as a verifier keeps it on our behalf. */
export class HttpFleetRegister implements FleetRegister {
  constructor(private readonly http: HttpCaller) {}

  async register({ id, name, stalenessMaxMs, position }: NewMember): Promise<void> {
    const body: LocalVerifierBody = { name, stalenessMaxMs, position: position.toString() };
    await this.http.call({ method: 'PUT', path: pathOf(id), body, repeatable: true });
  }

  async renew(id: string, position: bigint): Promise<boolean> {
    const body: LocalReportBody = { position: position.toString() };
    const path = `${pathOf(id)}/reports`;
    const answer = await this.http.call<LocalReportAnswer>({ method: 'POST', path, body, repeatable: true });
    return answer.known;
  }

  async leave(id: string): Promise<void> {
    await this.http.call({ method: 'DELETE', path: pathOf(id), repeatable: true });
  }
}

function pathOf(id: string): string {
  return `/v1/local-verifiers/${id}`;
}
