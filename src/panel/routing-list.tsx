import type { RoutingBook, RoutingRule } from '#domain/routing.ts';
import { withQuery } from './path.ts';
import { asks, doing, type LocationName } from './routing-words.ts';

type Listed = { readonly book: RoutingBook; readonly nameOf: LocationName };

/** The rules in the order in which they decide, each with what can be done to it. */
export function RuleList({ book, nameOf }: Listed) {
  return (
    <s-section heading="Rules">
      {book.rules.length === 0 ? (
        <s-paragraph>
          There are no rules yet: every order leaves from where the store assigned it.
        </s-paragraph>
      ) : (
        <s-paragraph>
          The first rule that fits decides. Where none fits, the store’s own assignment stands.
        </s-paragraph>
      )}
      {book.rules.map((rule, at) => (
        <Listed rule={rule} at={at} version={book.version} nameOf={nameOf} />
      ))}
    </s-section>
  );
}

type One = {
  readonly rule: RoutingRule;
  readonly at: number;
  readonly version: number;
  readonly nameOf: LocationName;
};

function Listed({ rule, at, version, nameOf }: One) {
  const { id, name, on } = rule;
  return (
    <s-stack gap="small-400">
      <s-stack direction="inline" gap="small-200" alignitems="center">
        <s-text type="strong">{`${at + 1}. ${name}`}</s-text>
        <s-badge tone={on ? 'success' : 'neutral'}>{on ? 'On' : 'Off'}</s-badge>
      </s-stack>
      <s-paragraph>{`${asks(rule, nameOf)}: ${doing(rule.does, nameOf)}`}</s-paragraph>
      <s-stack direction="inline" gap="small-200">
        <s-button
          variant="tertiary"
          href={withQuery('/routing', { rule: String(id) })}
          accessibilitylabel={`Edit ${name}`}
        >
          Edit
        </s-button>
        {at === 0 ? null : <Act act="raise" word="Move up" rule={rule} version={version} />}
        <Act act="switch" word={on ? 'Switch off' : 'Switch on'} rule={rule} version={version} />
        <Act act="remove" word="Delete" rule={rule} version={version} />
      </s-stack>
    </s-stack>
  );
}

type Pressed = {
  readonly act: 'raise' | 'switch' | 'remove';
  readonly word: string;
  readonly rule: RoutingRule;
  readonly version: number;
};

function Act({ act, word, rule, version }: Pressed) {
  return (
    <form method="post" action={`/routing/${act}`}>
      <input type="hidden" name="version" value={version} />
      <input type="hidden" name="id" value={rule.id} />
      <s-button type="submit" variant="tertiary" accessibilitylabel={`${word}: ${rule.name}`}>
        {word}
      </s-button>
    </form>
  );
}
