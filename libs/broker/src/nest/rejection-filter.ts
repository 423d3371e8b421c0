import { Catch, type RpcExceptionFilter } from '@nestjs/common';
import { type Observable, throwError } from 'rxjs';

/**
 * Hands the transport what the handler threw. Nest's own filter logs it and passes on "Internal server error", from
 * which nobody can tell an outage. To be put on every controller of a `BrokerTransport`.
 */
@Catch()
export class RejectionFilter implements RpcExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}
