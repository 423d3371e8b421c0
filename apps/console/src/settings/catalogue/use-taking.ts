import { useQueryClient } from '@tanstack/react-query';
import type { Schemas } from '../../api/client.js';
import { useChangeAtRevision } from '../../api/use-change-at-revision.js';
import { type TaggedCatalogue, useTaggedCatalogue } from '../../keys/catalogue-query.js';
import { takeCatalogue } from './take-catalogue.js';

/** Takes the catalogue from a document, at the revision that the page showed when this began. */
export function useTaking(
  account: string,
  catalogue: TaggedCatalogue,
  onDone: (taken: Schemas['CatalogueTaken']) => void,
) {
  const queries = useQueryClient();
  const { data: newest } = useTaggedCatalogue(account);
  const reload = () => queries.invalidateQueries({ queryKey: ['catalogue', account] });
  return useChangeAtRevision({
    item: catalogue,
    newest,
    send: (document: File, { etag }) => takeCatalogue({ account, document, dryRun: false, etag }),
    onDone: async (taken) => {
      await reload();
      onDone(taken);
    },
    reload,
  });
}
