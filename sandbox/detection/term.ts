/** The kinds of shops that lives are measured in, one after another. */
export const countries = ['DE', 'US', 'CH', 'JP', 'KW', 'CA'] as const;
