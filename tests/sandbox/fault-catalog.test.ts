import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { faultCatalog, faultKinds } from '#sandbox/traffic/fault/catalog.ts';
import { causes } from '#sandbox/traffic/fault/kind.ts';
import { plantedOf } from '#sandbox/traffic/fault/planted.ts';

/** The first column of the table in `ACCOUNTING.md` §7, each name written out. */
const classes = (
  'PENDING MISSING_ERP MISSING_STORE MISSING_PAYOUT MISSING_BANK OUT_OF_WINDOW AMOUNT SPLIT TAX_ROUNDING ' +
  'CASH_ROUNDING FX CURRENCY DATE PERIOD STATUS DUPLICATE AMBIGUOUS IDENTITY UNMAPPED FEE_UNEXPLAINED ' +
  'UNKNOWN_TYPE DELETED EDITED_BY_HAND INVENTORY_DRIFT TAMPER'
).split(' ');

describe('the fault catalog', () => {
  test('knows exactly the classes of the accounting rules', () => {
    expect([...causes]).toEqual(classes);
  });

  test('has at least thirty kinds in four families, each family with ten or more', () => {
    expect(faultCatalog.length).toBeGreaterThanOrEqual(30);
    expect(faultCatalog).toHaveLength(Object.keys(faultKinds).length);
    const families = Map.groupBy(faultCatalog, (one) => one.family);
    expect([...families.keys()].toSorted()).toEqual(['data', 'deliveries', 'infrastructure', 'people']);
    for (const rows of families.values()) expect(rows.length).toBeGreaterThanOrEqual(10);
  });

  test.each(faultCatalog)('$kind says what happens, and its true cause is one that fits', (row) => {
    expect(row.sentence).toMatch(/^[A-Z].*\.$/);
    expect(new Set(row.causes).size).toBe(row.causes.length);
    if (row.exact === null) expect(row.causes).toEqual([]);
    else expect(row.causes).toContain(row.exact);
    // What lasts is healed by nothing.
    if (row.lasting === 'lasting') expect(row.healsBy).toBe('nothing');
  });

  test('is the table that people read in sandbox/README.md, row for row', () => {
    const readme = readFileSync(new URL('../../sandbox/README.md', import.meta.url), 'utf8');
    const cellsOf = (row: string): string[] => row.split('|').map((cell) => cell.trim());
    const told = readme.split('\n').filter((line) => line.startsWith('| `') && !line.includes('`npm '));
    expect(told.map((row) => cellsOf(row).slice(1, 5))).toEqual(
      faultCatalog.map(({ kind, sentence, lasting, healsBy, causes: fitting, exact }) => [
        `\`${kind}\``,
        sentence,
        lasting === 'lasting' ? 'lasts' : healsBy === 'nothing' ? 'no difference' : `heals by ${healsBy}`,
        fitting.map((cause) => (cause === exact ? `**${cause}**` : cause)).join(' ') || '–',
      ]),
    );
  });

  test('tells no two kinds by the same sentence', () => {
    expect(new Set(faultCatalog.map((one) => one.sentence)).size).toBe(faultCatalog.length);
  });

  test('names one true cause of a planted fault only where no other fits', () => {
    const about = { subject: 'INV-00001', at: 0, note: '' };
    expect(plantedOf({ kind: 'line-without-sku', ...about })).toMatchObject({
      exact: 'UNMAPPED',
      lasting: true,
    });
    expect(plantedOf({ kind: 'document-deleted', ...about })).toMatchObject({
      exact: null,
      causes: ['DELETED', 'MISSING_ERP'],
    });
    expect(plantedOf({ kind: 'delivery-doubled', ...about })).toMatchObject({ exact: null, lasting: false });
  });
});
