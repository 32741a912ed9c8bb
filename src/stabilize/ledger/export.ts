/** The ledger as other programs read it: hledger's journal, ledger's, or rows for a spreadsheet. Pure; SQL is elsewhere. */
import { accountName } from '#domain/chart.ts';
import { exponentOf } from '#domain/currency.ts';
import type { Instant } from '#domain/instant.ts';
import type { JournalEntry, JournalLine } from '#domain/journal.ts';
import { formatMoney } from '#domain/money.ts';

export const exportFormats = ['hledger', 'ledger', 'csv'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** An entry as it was written, and when. */
export type ExportedEntry = JournalEntry & { readonly recordedAt: Instant };

/** Renders a journal part by part, so that none has to be held whole: what is declared once is remembered. */
export function exporter(format: ExportFormat): (entries: readonly ExportedEntry[]) => string {
  if (format === 'csv') {
    let head = [csvColumns];
    return (entries) => {
      const rows = [...head, ...entries.flatMap(csvRows)];
      head = [];
      return rows.map((row) => `${row.map(csvField).join(',')}\r\n`).join('');
    };
  }
  const declared = new Set<string>();
  return (entries) =>
    entries.map((entry) => `${declarations(format, entry, declared)}${transaction(entry)}\n`).join('');
}

/** How an account is called in a journal: plain text without the marks that would end or nest it. */
export function journalAccount(account: string): string {
  return plain(account).replaceAll(':', '-');
}

/** A commodity's decimals must be said before its first amount, because 1.500 means two things. */
function declarations(format: 'hledger' | 'ledger', entry: JournalEntry, declared: Set<string>): string {
  const fresh = (name: string) => !declared.has(name) && declared.add(name);
  const sample = `1000${'.'.repeat(Math.min(1, decimals(entry.currency)))}${'0'.repeat(decimals(entry.currency))}`;
  const commodity =
    format === 'hledger'
      ? `commodity ${sample}${decimals(entry.currency) === 0 ? '.' : ''} ${entry.currency}\n`
      : `commodity ${entry.currency}\n    format ${sample} ${entry.currency}\n`;
  const accounts = [...new Set(entry.lines.map(({ account }) => account))].filter(fresh);
  return [
    ...(fresh(`commodity ${entry.currency}`) ? [commodity] : []),
    ...accounts.map((account) => {
      const name = plain(accountName(account));
      return format === 'hledger'
        ? `account ${journalAccount(account)}  ; ${name}\n`
        : `account ${journalAccount(account)}\n    note ${name}\n`;
    }),
  ].join('');
}

/** Posted on the first day, in effect on the second; the key is the code by which an entry is found again. */
function transaction(entry: ExportedEntry): string {
  const { key, order, source, currency, recordedAt, ruleVersion, reverses, lines } = entry;
  return [
    `${entry.postingDate}=${entry.effectiveOn} * (${plain(key)}) ${plain(order === '' ? source : order)}`,
    `    ; source: ${plain(source)}`,
    `    ; recorded: ${recordedAt}`,
    `    ; rules: ${ruleVersion}`,
    ...(reverses === null ? [] : [`    ; reverses: ${plain(reverses)}`]),
    ...lines.map((line) => posting(line, currency)),
    '',
  ].join('\n');
}

function posting({ account, minor, item, dimensions = {} }: JournalLine, currency: string): string {
  const tags = [...(item === '' ? [] : [['item', item] as const]), ...Object.entries(dimensions)];
  const comment = tags.map(([name, value]) => `${name}: ${plain(value).replaceAll(',', ' ')}`).join(', ');
  const amount = `${formatMoney({ minor, currency })} ${currency}`;
  return `    ${journalAccount(account)}  ${amount}${comment === '' ? '' : `  ; ${comment}`}`;
}

/** One line of text whose words stand one space apart: two would end an account's name, a semicolon begins a note. */
function plain(text: string): string {
  return text
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .replaceAll(';', ',')
    .trim();
}

function decimals(currency: string): number {
  return exponentOf(currency) ?? 0;
}

const csvColumns = [
  'key',
  'posting_date',
  'effective_on',
  'recorded_at',
  'account',
  'account_name',
  'amount',
  'currency',
  'order',
  'item',
  'source',
  'reverses',
  'rule_version',
  'dimensions',
];

function csvRows(entry: ExportedEntry): string[][] {
  return entry.lines.map(({ account, minor, item, dimensions = {} }) => [
    entry.key,
    entry.postingDate,
    entry.effectiveOn,
    entry.recordedAt,
    account,
    accountName(account),
    formatMoney({ minor, currency: entry.currency }),
    entry.currency,
    entry.order,
    item,
    entry.source,
    entry.reverses ?? '',
    String(entry.ruleVersion),
    JSON.stringify(dimensions),
  ]);
}

function csvField(value: string): string {
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}
