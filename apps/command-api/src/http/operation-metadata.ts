/** Where `@Route` leaves the operation for the guard. */
export const operationMetadata = Symbol('HttpOperation');
