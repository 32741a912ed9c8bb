import {
  type AutomationAsk,
  differsPageSize,
  type DisagreementRow,
  type ShownSide,
} from '#src/panel/query/automation.ts';
import { automationPath } from './automation-path.ts';
import { fieldWords } from './automation-words.ts';
import { orderPath } from './path.ts';
import { accountTitle, spoken } from './voice.ts';
import { amountOf, dayOf, kindName, when } from './words.ts';

type Shown = {
  readonly ask: AutomationAsk;
  readonly found: readonly DisagreementRow[];
  readonly timeZone: string;
};

/** Every document on which people and the workflow disagree, both sides beside each other. */
export function Disagreements({ ask, found, timeZone }: Shown) {
  const page = found.slice(0, differsPageSize);
  const last = page.at(-1);
  return (
    <div data-live="disagreements">
      <s-section heading="Where people did otherwise">
        {page.length === 0 ? (
          <s-paragraph color="subdued">
            No document that people made in the ERP differs from what this workflow would have posted.
          </s-paragraph>
        ) : null}
        {page.map((row) => (
          <Disagreement row={row} timeZone={timeZone} />
        ))}
        <s-stack direction="inline" gap="small-200">
          {ask.differsAfter === undefined ? null : (
            <s-link href={automationPath(ask.name, { show: ask.show })}>Newest disagreements</s-link>
          )}
          {found.length > differsPageSize && last !== undefined ? (
            <s-link href={automationPath(ask.name, { show: ask.show, differsAfter: last.ref })}>
              Older disagreements
            </s-link>
          ) : null}
        </s-stack>
      </s-section>
    </div>
  );
}

function Disagreement({ row, timeZone }: { row: DisagreementRow; timeZone: string }) {
  return (
    <s-stack gap="small-400">
      <s-stack direction="inline" gap="small-200" alignitems="center">
        <s-link href={orderPath(row.lane)}>{row.order_name ?? row.lane}</s-link>
        {row.differs.map((one) => (
          <s-badge tone="warning" icon="alert-triangle">
            {fieldWords[one]}
          </s-badge>
        ))}
        <s-text color="subdued">{when(row.happened_at, timeZone)}</s-text>
      </s-stack>
      <s-grid gridtemplatecolumns="repeat(auto-fit, minmax(220px, 1fr))" gap="base">
        <Side title="Plumbline would post" sides={row.ours} row={row} isOurs />
        <Side title="People posted" sides={row.theirs} row={row} isOurs={false} />
      </s-grid>
    </s-stack>
  );
}

type OneSide = {
  readonly title: string;
  readonly sides: readonly ShownSide[];
  readonly row: DisagreementRow;
  readonly isOurs: boolean;
};

function Side({ title, sides, row, isOurs }: OneSide) {
  return (
    <s-box padding="small" border="base" borderradius="base">
      <s-stack gap="small-400">
        <s-text color="subdued">{title}</s-text>
        {sides.map((one) => (
          <Document side={one} row={row} isOurs={isOurs} />
        ))}
        {sides.length === 0 ? (
          <s-text>{row.differs.includes('order') ? 'Filed under another order.' : 'Nothing.'}</s-text>
        ) : null}
      </s-stack>
    </s-box>
  );
}

function Document({ side, row: { differs }, isOurs }: { side: ShownSide } & Pick<OneSide, 'row' | 'isOurs'>) {
  const isOff = (...fields: readonly string[]) => differs.some((one) => fields.includes(one));
  return (
    <>
      <Value off={isOff('kind')}>{`${kindName(side.kind)}: ${spoken(side.name)}`}</Value>
      <Value off={isOff('gross', 'currency')}>{amountOf(side.total)}</Value>
      {side.on === null ? null : <Value off={isOff('date')}>{dayOf(side.on)}</Value>}
      {side.lines === null || !isOff('tax', 'accounts') ? null : (
        <ul class="lines">
          {side.lines.map((one) => (
            <li>
              <span>{lineTitle(one, isOurs)}</span>
              <span>{amountOf({ minor: one.minor, currency: side.total.currency })}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Value({ off, children }: { off: boolean; children: string }) {
  return off ? <s-text type="strong">{`${children} (differs)`}</s-text> : <s-text>{children}</s-text>;
}

/** An account of our chart has a name; one of the ERP's own is known to people by its number. */
function lineTitle({ account, taxKey }: { account: string; taxKey: string | null }, isOurs: boolean): string {
  const name = isOurs ? accountTitle(account) : account;
  return taxKey === null ? name : `${name}, ${taxKey}`;
}
