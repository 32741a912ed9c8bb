import type { Progress, ReadSoFar } from './progress.ts';
import { sentence } from './voice.ts';
import { count, duration } from './words.ts';

type Shown = {
  readonly progress: Progress;
  /** What is known already, where that is not said elsewhere. */
  readonly known?: { readonly proven: number; readonly breaks: number };
};

/** The reading of the shop's past: how far it is, what is known already, and what to do where it failed. */
export function Past({ progress, known }: Shown) {
  const { state, percent, secondsLeft, resources } = progress;
  const left = secondsLeft === null ? '' : ` · about ${duration(secondsLeft)} left`;
  return (
    <s-section heading="Your last 60 days" subheading={`${percent} % read${left}`}>
      <s-progress
        value={percent}
        max={100}
        accessibilitylabel="Reading of the past"
        tone={state === 'failed' ? 'critical' : 'auto'}
      />
      <s-paragraph>
        {`${resources.map(said).join(' · ')}.`}
        {known === undefined
          ? ''
          : ` ${count(known.proven, 'order')} proven, ${count(known.breaks, 'break')} so far.`}
      </s-paragraph>
      {resources.map((one) => (one.reason === null ? null : <Trouble of={one} />))}
    </s-section>
  );
}

/** "2,310 of about 6,000 orders read". */
function said({ resource, state, read, of }: ReadSoFar): string {
  const what = `${resource.charAt(0).toLowerCase()}${resource.slice(1)}`.replace('eRP', 'ERP');
  const number = (many: number) => new Intl.NumberFormat('en').format(many);
  switch (state) {
    case 'waiting':
      return `${what} wait for their turn`;
    case 'preparing':
      return of === null
        ? `the store is preparing ${what}`
        : `the store has prepared ${number(of)} ${what} so far`;
    case 'done':
      return `all ${of === null ? '' : `${number(of)} `}${what} read`;
    case 'reading':
    case 'failed':
      return of === null
        ? `${number(read)} ${what} read`
        : `${number(read)} of about ${number(of)} ${what} read`;
  }
}

function Trouble({ of: { resource, state, reason } }: { of: ReadSoFar }) {
  if (reason === null) return null;
  return state === 'failed' ? (
    <s-banner tone="critical" heading={`${resource} could not be read`}>
      {`${sentence(reason)} Plumbline gave up after several attempts. Check in the Shopify admin that the app may still read orders, then reinstall it to begin again; what is read already is kept.`}
    </s-banner>
  ) : (
    <s-paragraph color="subdued">{`${resource}: the last attempt did not succeed, and the next follows by itself. ${sentence(reason)}`}</s-paragraph>
  );
}
