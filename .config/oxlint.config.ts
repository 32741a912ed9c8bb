import { dirname } from 'node:path';
import { defineConfig, type OxlintOverride } from 'oxlint';
import { type Law, laws, leavesItsFolder, messageOf, type Power, powers, relativeMessage } from './laws.ts';

/**
 * oxlint matches the globs of a configuration outside the root against the whole path of a file, so a bare
 * `src/**` pattern would match nothing and a `**` one everything in a clone below some `~/src`. Naming the
 * root here keeps each glob to this repository; characters that globs read as syntax match any character.
 */
const root = dirname(import.meta.dirname)
  .replaceAll('\\', '/')
  .replaceAll(/[*?{}![\]]/g, '?');

function here(globs: readonly string[]): string[] {
  return globs.map((glob) => `**${root}/${glob}`);
}

const allPowers = Object.keys(powers).filter((name): name is Power => name in powers);

function override(law: Law): OxlintOverride {
  const refused = allPowers
    .filter((power) => law.powers?.includes(power) !== true)
    .map((power) => powers[power]);
  return {
    files: here(law.files),
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: refused.flatMap(({ names = {}, message }) =>
            Object.entries(names).map(([name, importNames]) => ({
              name,
              importNames: [...importNames],
              message,
            })),
          ),
          patterns: [
            {
              group: ['#**', '#**/**', './app.ts', './worker.ts', './flow.ts', ...law.may.map(flip)],
              message: messageOf(law),
            },
            { group: [...(law.mayNotReach ?? leavesItsFolder)], message: relativeMessage },
            ...refused.map(({ modules, message }) => ({ group: [...modules], message })),
          ],
        },
      ],
      'no-restricted-globals': [
        'error',
        ...refused.flatMap(({ globals, message }) => globals.map((name) => ({ name, message }))),
      ],
      'no-restricted-properties': [
        'error',
        ...refused.flatMap(({ properties, message }) =>
          properties.map(([object, property]) => ({ object, property, message })),
        ),
      ],
      'no-console': law.powers?.includes('console') === true ? 'off' : 'error',
    },
  };
}

/** The table says what is allowed, the linter what is refused. */
function flip(glob: string): string {
  return glob.startsWith('!') ? glob.slice(1) : `!${glob}`;
}

export default defineConfig({
  plugins: ['eslint', 'typescript', 'import', 'unicorn', 'oxc'],
  categories: { correctness: 'error', suspicious: 'error' },
  rules: {
    'import/no-cycle': 'error',
    'import/no-default-export': 'error',
    'max-lines': ['error', { max: 300 }],
    'max-lines-per-function': ['error', { max: 60 }],
    'max-params': ['error', { max: 3 }],
    // A CommonJS package such as pg has no reliable named exports when Node loads it.
    'import/no-named-as-default-member': 'off',
    // A small function reads best beside its one use, whatever it captures.
    'unicorn/consistent-function-scoping': 'off',
    // The compiler's noImplicitReturns says the same with fewer false alarms.
    'typescript/consistent-return': 'off',
    // A named cast helper is generic on purpose, and no-unsafe-type-assertion already asks for its reason.
    'typescript/no-unnecessary-type-parameters': 'off',
    'typescript/no-explicit-any': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/no-non-null-assertion': 'error',
    'typescript/no-unsafe-argument': 'error',
    'typescript/no-unsafe-assignment': 'error',
    'typescript/no-unsafe-call': 'error',
    'typescript/no-unsafe-member-access': 'error',
    'typescript/no-unsafe-return': 'error',
    'typescript/no-unsafe-type-assertion': 'error',
    'typescript/switch-exhaustiveness-check': 'error',
  },
  overrides: [
    ...laws.map(override),
    // The runtime finds a Worker by its default export, and so do tools their configuration.
    {
      files: [...here(['src/worker.ts', 'drizzle/config.ts']), '**/*.config.ts'],
      rules: { 'import/no-default-export': 'off' },
    },
    // A story told in one test reads better than one cut into pieces to please a counter.
    { files: here(['tests/**']), rules: { 'max-lines-per-function': 'off' } },
  ],
});
