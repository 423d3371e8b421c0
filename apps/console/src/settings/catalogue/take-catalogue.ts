import { answerOf, api, type Schemas } from '../../api/client.js';
import { mediaTypeOf } from './openapi-file.js';

interface Taking {
  readonly account: string;
  readonly document: File;
  /** True: only tells what would change. */
  readonly dryRun: boolean;
  /** At which it is wanted; absent: at any. */
  readonly etag?: string | undefined;
}

/** Sends the document as it lies on the disk. */
export async function takeCatalogue({
  account,
  document,
  dryRun,
  etag,
}: Taking): Promise<Schemas['CatalogueTaken']> {
  const body = await document.text(); // an answer of 401 sends it once more, so it must not be a stream
  return answerOf(
    api.POST('/v1/accounts/{account}/catalogue/from-openapi', {
      params: {
        path: { account },
        query: { dryRun: dryRun ? 'true' : 'false' },
        header: { ...(etag !== undefined && { 'If-Match': etag }) },
      },
      headers: { 'Content-Type': mediaTypeOf(document.name) },
      body,
      bodySerializer: () => body,
    }),
  );
}
