import type { RoutingBook } from '#domain/routing.ts';
import type { Place } from '#src/panel/query/routing.ts';
import type { Mistake } from './routing-editor.tsx';
import { besides, type LocationName } from './routing-words.ts';

type Beside = {
  readonly book: RoutingBook;
  readonly places: readonly Place[];
  readonly nameOf: LocationName;
  readonly wrong: Mistake | undefined;
};

/** What rules rest on: zones of postal areas, goods that must not leave from somewhere, what a parcel costs. */
export function RoutingBesides({ book, places, nameOf, wrong }: Beside) {
  const said = besides(book, nameOf);
  const known = places.map(({ name }) => name).join(', ');
  const form = { version: book.version, wrong };
  return (
    <s-stack slot="aside" gap="base">
      <s-section heading="Zones">
        <Lines of={said.zones} none="No zones yet." />
        <Form
          {...form}
          act="zone"
          word="Save zone"
          fields={[
            ['zone', 'Zone', 'North'],
            ['areas', 'Postal areas; none takes it away', 'DE-20, DE-22'],
            ['near', 'Locations, nearest first', known],
          ]}
        />
      </s-section>
      <s-section heading="Exclusions">
        <Lines of={said.exclusions} none="Everything may leave from everywhere." />
        <Form
          {...form}
          act="exclusion"
          word="Save exclusion"
          fields={[
            ['notFrom', 'Location', known],
            ['goods', 'SKUs that must not leave from there', 'ACID-1, ACID-2'],
          ]}
        />
      </s-section>
      <s-section heading="Costs">
        <Lines of={said.costs} none="No costs yet." />
        <Form
          {...form}
          act="cost"
          word="Save cost"
          fields={[
            ['parcelFrom', 'Location', known],
            ['cost', 'Cost of a parcel; none takes it away', '4.90'],
          ]}
        />
      </s-section>
    </s-stack>
  );
}

function Lines({ of, none }: { readonly of: readonly string[]; readonly none: string }) {
  if (of.length === 0) return <s-paragraph color="subdued">{none}</s-paragraph>;
  return (
    <s-unordered-list>
      {of.map((each) => (
        <s-list-item>{each}</s-list-item>
      ))}
    </s-unordered-list>
  );
}

type Fields = {
  readonly version: number;
  readonly act: 'zone' | 'exclusion' | 'cost';
  readonly word: string;
  readonly fields: readonly (readonly [name: string, label: string, hint: string])[];
  readonly wrong: Mistake | undefined;
};

function Form({ version, act, word, fields, wrong }: Fields) {
  return (
    <form method="post" action={`/routing/${act}`}>
      <input type="hidden" name="version" value={version} />
      <s-stack gap="small-200">
        {fields.map(([name, label, hint]) => (
          <s-text-field
            name={name}
            label={label}
            placeholder={hint}
            error={wrong?.field === name ? wrong.says : undefined}
            maxlength={1000}
          />
        ))}
        <s-button type="submit">{word}</s-button>
      </s-stack>
    </form>
  );
}
