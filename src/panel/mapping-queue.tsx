import type { ShopSettings } from '#domain/shop.ts';
import type { MappingRow, Source, UnmappedRow } from '#src/panel/query/mapping.ts';
import { sourceName, sourceOf, targetName } from './mapping-source.ts';
import { amountOf, count, when } from './words.ts';

/** What became of a form of this page: a sentence, or what is wrong with which source. */
export type Answered =
  | { readonly says: string; readonly error?: undefined }
  | { readonly error: string; readonly about: Source; readonly typed: string };

type Queue = {
  readonly queue: readonly UnmappedRow[];
  readonly mapped: readonly MappingRow[];
  readonly answered: Answered | undefined;
  readonly shop: ShopSettings;
};

/** What has no name in the ERP yet, with a form for each; and what was mapped, with the way back. */
export function MappingQueue({ queue, mapped, answered, shop }: Queue) {
  if (queue.length === 0 && mapped.length === 0 && answered === undefined) return null;
  return (
    <s-section heading="Mapping">
      {answered === undefined ? null : <Said answered={answered} />}
      {queue.length === 0 ? (
        <s-paragraph>Everything that orders name is mapped.</s-paragraph>
      ) : (
        <s-paragraph>
          These names of your store have no counterpart in the ERP. Once one is mapped, its orders are proven
          again within a minute.
        </s-paragraph>
      )}
      {queue.map((row) => (
        <Unmapped row={row} mapped={mapped} answered={answered} />
      ))}
      {mapped.length === 0 ? null : <Mapped mapped={mapped} timeZone={shop.timeZone} />}
    </s-section>
  );
}

/** Takes the focus once it is there, so that it is read out and stays while it is read. */
function Said({ answered }: { answered: Answered }) {
  return (
    <div data-said="" tabindex={-1}>
      {answered.error === undefined ? (
        <s-banner tone="success" heading={answered.says} />
      ) : (
        <s-banner tone="critical" heading="Nothing was mapped">
          {answered.error}
        </s-banner>
      )}
    </div>
  );
}

type Waiting = {
  readonly row: UnmappedRow;
  readonly mapped: readonly MappingRow[];
  readonly answered: Answered | undefined;
};

function Unmapped({ row, mapped, answered }: Waiting) {
  const source = sourceOf(row.about);
  const money = row.money.map(amountOf).join(' and ');
  const waits = `${count(row.orders, 'order')}${money === '' ? '' : `, ${money}`}`;
  if (source === null)
    return <s-paragraph>{`${row.about}: ${waits}. It cannot be mapped here.`}</s-paragraph>;
  const used = [...new Set(mapped.filter((one) => one.kind === source.kind).map((one) => one.target))];
  const wrong =
    answered?.error !== undefined &&
    answered.about.kind === source.kind &&
    answered.about.source === source.source
      ? answered
      : undefined;
  return (
    <form method="post" action="/mappings">
      <s-stack gap="small-400">
        <s-text type="strong">{`${sourceName(source)}: ${waits}`}</s-text>
        <input type="hidden" name="kind" value={source.kind} />
        <input type="hidden" name="source" value={source.source} />
        <s-grid gridtemplatecolumns="1fr auto" gap="small-200" alignitems="start">
          <s-text-field
            name="target"
            label={`${targetName(source.kind)} for ${sourceName(source)}`}
            labelaccessibilityvisibility="exclusive"
            placeholder={targetName(source.kind)}
            details={used.length === 0 ? undefined : `Used so far: ${used.slice(0, 5).join(', ')}`}
            error={wrong?.error}
            value={wrong?.typed}
            maxlength={100}
          />
          <s-button type="submit" accessibilitylabel={`Map ${sourceName(source)}`}>
            Map
          </s-button>
        </s-grid>
      </s-stack>
    </form>
  );
}

function Mapped({ mapped, timeZone }: { mapped: readonly MappingRow[]; timeZone: string }) {
  return (
    <s-stack gap="small-200">
      <s-heading>Mapped last</s-heading>
      {mapped.map((one) => (
        <form method="post" action="/mappings/remove">
          <input type="hidden" name="kind" value={one.kind} />
          <input type="hidden" name="source" value={one.source} />
          <s-grid gridtemplatecolumns="1fr auto" gap="small-200" alignitems="center">
            <s-text>{`${sourceName(one)} → ${one.target} · ${when(one.set_at, timeZone)}, by ${one.set_by}`}</s-text>
            <s-button type="submit" variant="tertiary" accessibilitylabel={`Undo ${sourceName(one)}`}>
              Undo
            </s-button>
          </s-grid>
        </form>
      ))}
    </s-stack>
  );
}
