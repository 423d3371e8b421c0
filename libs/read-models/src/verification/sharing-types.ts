import { ledgerTypes } from '@keyledger/platform';
import pg from 'pg';

/** Distinct lists that are kept; beyond, it begins anew. */
const sharedMax = 10_000;

// eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- the enum lacks this type
const textArray: TypeId = 1009 as TypeId;
type TypeId = Parameters<typeof pg.types.getTypeParser>[0];
type Parse = (text: string) => unknown;

/**
 * The types of the ledger, but what reads the same is parsed once and shared: a million keys have few distinct lists of
 * scopes or addresses, and parsing them is most of what reading a key costs. Not to be changed by who gets them.
 */
export function sharingTypes(): pg.CustomTypesConfig {
  const parseTexts = sharing(ledgerTypes.getTypeParser(textArray, 'text') as Parse);
  const parseJson = sharing(ledgerTypes.getTypeParser(pg.types.builtins.JSONB, 'text') as Parse);
  return {
    getTypeParser: (oid: TypeId, format?: 'text' | 'binary') => {
      if (format !== 'binary' && oid === textArray) return parseTexts;
      if (format !== 'binary' && oid === pg.types.builtins.JSONB) return parseJson;
      return ledgerTypes.getTypeParser(oid, format) as Parse;
    },
  };
}

function sharing(parse: Parse): Parse {
  const values = new Map<string, unknown>();
  return (text) => {
    let value = values.get(text);
    if (value !== undefined) return value;
    if (values.size >= sharedMax) values.clear();
    value = parse(text);
    values.set(text, value);
    return value;
  };
}
