/** `read` operations are what the virtual scope `namespace:read` covers (WX-4). */
export type OperationAccess = 'read' | 'write';

/** The operations of an account's API by full name, `namespace:Operation`. */
export type OperationCatalogue = ReadonlyMap<string, OperationAccess>;
