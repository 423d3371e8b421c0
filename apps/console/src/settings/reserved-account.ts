/** The account of admins' and services' own keys: Keyledger keeps its settings itself. */
export const reservedAccount = 'system';
