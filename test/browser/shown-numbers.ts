import type { Locator } from 'playwright-core';

/** All, accepted and refused, as they stand above a chart. */
export async function totalsOf(section: Locator): Promise<readonly number[]> {
  return (await section.locator('dd').allInnerTexts()).slice(0, 3).map(numberOf);
}

/** The numbers of each row of a table, without the column that says what they are of. */
export async function countsOf(table: Locator): Promise<readonly (readonly number[])[]> {
  const rows = await table.locator('tbody tr').all();
  return Promise.all(
    rows.map(async (row) => (await row.locator('td').allInnerTexts()).slice(1).map(numberOf)),
  );
}

function numberOf(text: string): number {
  return Number(text.replaceAll(/\D/g, ''));
}

export function sumOf(rows: readonly (readonly number[])[]): number {
  return rows.flat().reduce((total, count) => total + count, 0);
}
