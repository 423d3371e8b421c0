/** `read` operations are what the virtual scope `namespace:read` covers (WX-4). */
export type OperationAccess = 'read' | 'write';

/** One operation, as checks see it. */
export interface CatalogueOperation {
  readonly access: OperationAccess;
  /** Ids of the permission groups that it belongs to (XN-5). */
  readonly groups: readonly string[];
}

/** The operations of an account's API by full name, `namespace:Operation`. */
export type OperationCatalogue = ReadonlyMap<string, CatalogueOperation>;
