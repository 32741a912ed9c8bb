type Choices = {
  readonly name: string;
  readonly label: string;
  readonly chosen: string | undefined;
  readonly of: readonly (readonly [value: string, word: string])[];
};

/** One of several, or any. */
export function Choice({ name, label, chosen, of }: Choices) {
  return (
    <s-select name={name} label={label} value={chosen ?? ''}>
      <s-option value="">Any</s-option>
      {of.map(([value, word]) => (
        <s-option value={value}>{word}</s-option>
      ))}
    </s-select>
  );
}
