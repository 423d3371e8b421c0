/** The one verdict that is a yes. */
export const acceptedCode = 'VALID';
