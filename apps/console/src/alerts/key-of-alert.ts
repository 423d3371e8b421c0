import type { Schemas } from '../api/client.js';
import { useKey } from '../keys/key-query.js';
import { useMay } from '../session/use-session.js';

/** The key that an alert is about; undefined: about none, one that may not be read, or not known yet. */
export function useKeyOfAlert({ account, keyId }: Pick<Schemas['Alert'], 'account' | 'keyId'>) {
  const may = useMay();
  return useKey(keyId ?? '', keyId !== null && may('GetKey', account)).data;
}
