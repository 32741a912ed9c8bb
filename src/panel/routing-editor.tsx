import { holdReasons, rankings, type RoutingBook } from '#domain/routing.ts';
import type { Place } from '#src/panel/query/routing.ts';
import { Choice } from './choice.tsx';
import type { RuleForm } from './routing-form.ts';
import { rankingWords } from './routing-words.ts';
import { kindName } from './words.ts';

export type Mistake = { readonly field: string; readonly says: string };

type Edited = {
  readonly form: RuleForm;
  readonly book: RoutingBook;
  readonly places: readonly Place[];
  readonly wrong: Mistake | undefined;
};

/** One form for all that a rule can ask and do; what is left empty is not asked. */
export function RuleEditor({ form, book, places, wrong }: Edited) {
  const isNew = form.id === '';
  return (
    <s-section heading={isNew ? 'Add a rule' : `Edit “${form.name}”`}>
      <form method="post" action="/routing/rules">
        <input type="hidden" name="version" value={book.version} />
        <input type="hidden" name="id" value={form.id} />
        <s-stack gap="base">
          <Field of="name" label="Name" form={form} wrong={wrong} />
          <s-heading>When</s-heading>
          <Asked form={form} places={places} wrong={wrong} />
          <s-heading>Then</s-heading>
          <Done form={form} places={places} wrong={wrong} />
          <s-stack direction="inline" gap="small-200">
            <s-button type="submit" variant="primary">
              {isNew ? 'Add rule' : 'Save rule'}
            </s-button>
            {isNew ? null : <s-button href="/routing">Cancel</s-button>}
          </s-stack>
        </s-stack>
      </form>
    </s-section>
  );
}

type Part = Pick<Edited, 'form' | 'wrong' | 'places'>;
const columns = 'repeat(auto-fit, minmax(200px, 1fr))';

function Asked({ form, places, wrong }: Part) {
  const field = { form, wrong };
  return (
    <s-grid gridtemplatecolumns={columns} gap="small-200">
      <Field of="places" label="Countries and regions" hint="DE, AT, US-CA" {...field} />
      <Field of="zones" label="Zones" {...field} />
      <Field of="tags" label="Any of these tags" {...field} />
      <Field of="skus" label="SKUs" {...field} />
      <s-select name="of" label="How many of the SKUs" value={form.of}>
        <s-option value="any">It holds any of them</s-option>
        <s-option value="all">It holds nothing else</s-option>
      </s-select>
      <Field of="from" label="Value at least" hint="100.00" {...field} />
      <Field of="below" label="Value below" hint="500.00" {...field} />
      <Choice
        name="stockAt"
        label="Stock at"
        chosen={form.stockAt}
        of={places.map(({ name }) => [name, name])}
      />
      <s-select name="stockIs" label="There it has" value={form.stockIs}>
        <s-option value="enough">Everything</s-option>
        <s-option value="lacking">Not everything</s-option>
      </s-select>
      <Choice name="preorder" label="Preorder" chosen={form.preorder} of={[['yes', 'Only preorders']]} />
      <Choice
        name="pickup"
        label="Pickup"
        chosen={form.pickup}
        of={[
          ['yes', 'The customer fetches it'],
          ['no', 'The customer does not fetch it'],
        ]}
      />
    </s-grid>
  );
}

function Done({ form, places, wrong }: Part) {
  const field = { form, wrong };
  const known = places.map(({ name }) => name).join(', ');
  return (
    <s-grid gridtemplatecolumns={columns} gap="small-200">
      <s-select name="do" label="What happens" value={form.do}>
        <s-option value="prefer">It leaves from a preferred location</s-option>
        <s-option value="split">Some SKUs are shipped by themselves</s-option>
        <s-option value="hold">It is put on hold</s-option>
        <s-option value="release">It stays where it is</s-option>
      </s-select>
      <Field of="locations" label="Preferred locations, best first" hint={known} {...field} />
      <s-select name="by" label="Of those" value={form.by}>
        {rankings.map((each) => (
          <s-option value={each}>{`Take ${rankingWords[each]}`}</s-option>
        ))}
      </s-select>
      <s-select name="split" label="Where none has everything" value={form.split}>
        <s-option value="">Keep it whole</s-option>
        <s-option value="yes">Split it</s-option>
      </s-select>
      <Field of="apart" label="SKUs shipped by themselves" {...field} />
      <s-select name="reason" label="Reason of the hold" value={form.reason}>
        {holdReasons.map((each) => (
          <s-option value={each}>{kindName(each.toLowerCase())}</s-option>
        ))}
      </s-select>
      <Field of="note" label="Why it waits" {...field} />
    </s-grid>
  );
}

type Filled = {
  readonly of: keyof RuleForm;
  readonly label: string;
  readonly hint?: string;
  readonly form: RuleForm;
  readonly wrong: Mistake | undefined;
};

function Field({ of, label, hint, form, wrong }: Filled) {
  return (
    <s-text-field
      name={of}
      label={label}
      placeholder={hint}
      value={form[of]}
      error={wrong?.field === of ? wrong.says : undefined}
      maxlength={1000}
    />
  );
}
