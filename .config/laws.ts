/**
 * The import laws of this repository: one row a place, and what it may reach.
 *
 * The lint configuration is generated from this table, and `tests/shape/laws.test.ts` shows each row to bite.
 * Everything of ours that a row does not allow is refused, so a new folder starts closed. Where rows overlap
 * the last one holds, whole: oxlint replaces a rule's options instead of adding to them.
 */
export interface Law {
  /** The place, as messages and tests call it. */
  readonly place: string;
  /** Globs from the repository's root. */
  readonly files: readonly string[];
  /** What of ours it may import by alias. A later `!` entry takes something back. */
  readonly may: readonly string[];
  /** Relative paths it may not use. By default all that leave the folder, which no alias could then judge. */
  readonly mayNotReach?: readonly string[];
  /** What else it may touch. Nothing unless named. */
  readonly powers?: readonly Power[];
  /** Why; the end of the message that a violation prints. */
  readonly because: string;
}

/** Something that reaches outside the program and so belongs to few files. */
export type Power = 'sql' | 'network' | 'ambient' | 'entropy' | 'console';

/** What each power covers, and where a violation should go instead. */
export const powers: Record<Power, PowerRule> = {
  sql: {
    message: 'SQL lives only in store.ts files, panel/queries.ts, panel/query/ and client/database.ts.',
    modules: ['drizzle-orm', 'drizzle-orm/**', '@neondatabase/serverless', 'pg', 'pg/**'],
    globals: [],
    properties: [],
  },
  network: {
    message: 'Only src/client/ talks to the network.',
    modules: [
      'node:http',
      'node:https',
      'node:http2',
      'node:net',
      'node:tls',
      'node:dgram',
      'cloudflare:sockets',
    ],
    globals: ['fetch', 'WebSocket', 'XMLHttpRequest', 'EventSource'],
    properties: [['globalThis', 'fetch']],
  },
  ambient: {
    message:
      'Clock, randomness and environment are read only in src/app.ts and src/worker.ts, and passed in.',
    modules: ['node:process', 'node:perf_hooks', 'node:os', 'node:fs', 'node:fs/**', 'cloudflare:workers'],
    globals: ['process', 'performance'],
    properties: [
      ['Date', 'now'],
      ['Math', 'random'],
      ['crypto', 'randomUUID'],
      ['globalThis', 'process'],
      ['globalThis', 'performance'],
    ],
    names: { 'node:crypto': ['randomUUID', 'randomBytes', 'randomInt', 'randomFill', 'randomFillSync'] },
  },
  entropy: {
    message:
      'Random bytes are drawn only in src/inbox/seal.ts, where every seal needs a fresh nonce, and in src/app.ts.',
    modules: [],
    globals: [],
    properties: [['crypto', 'getRandomValues']],
  },
  console: {
    message: 'Only src/client/log.ts writes to the console.',
    modules: ['node:console'],
    globals: [],
    properties: [['globalThis', 'console']],
  },
};

interface PowerRule {
  readonly message: string;
  readonly modules: readonly string[];
  readonly globals: readonly string[];
  readonly properties: readonly (readonly [object: string, property: string])[];
  /** Single exports of a module that is open otherwise. */
  readonly names?: Readonly<Record<string, readonly string[]>>;
}

/** The five phases. `flow.ts` composes them; they never import each other. */
const phases = ['stabilize', 'automate', 'advise', 'govern', 'measure'] as const;

/** Phases that write to other systems, in files named `carry-out*.ts`. */
const carriers: readonly string[] = ['stabilize', 'automate'];

const database = '#src/client/database.ts';
const theProduct = ['../**/src/**', '../**/webhooks/**'];
const rules = phases.flatMap((phase) => [
  `#src/${phase}/**`,
  `!#src/${phase}/**/store.ts`,
  `!#src/${phase}/store.ts`,
]);
const stores = phases.map((phase) => `#src/${phase}/**`);
const shell = ['#domain/**', '#src/inbox/**', ...stores, '#src/flow.ts', '#src/client/**'];

const phaseLaws: readonly Law[] = phases.flatMap((phase): readonly Law[] => {
  const own = `#src/${phase}/**`;
  const folder = `src/${phase}`;
  return [
    {
      place: `${folder} rules`,
      files: [`${folder}/**`],
      may: ['#domain/**', own, `!#src/${phase}/store.ts`, `!#src/${phase}/**/store.ts`, '!./store.ts'],
      because: 'a phase is pure: it knows the domain and itself, and flow.ts composes it with the others.',
    },
    ...(carriers.includes(phase)
      ? [
          {
            place: `${folder} carry-out`,
            files: [`${folder}/**/carry-out*.ts`],
            may: ['#domain/**', own, '#src/client/**'],
            because: 'carrying a posting out may use its own store and the clients, never another phase.',
          },
        ]
      : []),
    {
      place: `${folder} store`,
      files: [`${folder}/**/store.ts`],
      may: ['#domain/**', own, '#drizzle/**', database],
      powers: ['sql'],
      because: 'a store reads and writes the tables of its own phase, through client/database.ts.',
    },
  ];
});

/** From the general to the particular: the last row that matches a file holds. */
export const laws: readonly Law[] = [
  {
    place: 'src (no law yet)',
    files: ['src/**'],
    may: ['#domain/**'],
    because: 'a new place in src/ starts closed: give it a row in .config/laws.ts.',
  },
  {
    place: 'src/domain',
    files: ['src/domain/**'],
    may: ['#domain/**'],
    because: 'the vocabulary knows nobody.',
  },
  {
    place: 'src/contract',
    files: ['src/contract/**'],
    may: ['#domain/**', '#src/contract/**'],
    because: 'the ERP contract is read by both sides, and knows neither.',
  },
  {
    place: 'src/inbox',
    files: ['src/inbox/**'],
    may: ['#domain/**', '#src/inbox/**', database],
    because: 'the inbox keeps deliveries and lanes; what they mean is for the phases.',
  },
  {
    place: 'src/inbox store',
    files: ['src/inbox/**/store.ts'],
    may: ['#domain/**', '#src/inbox/**', '#drizzle/**', database],
    powers: ['sql'],
    because: 'the inbox keeps deliveries and lanes; what they mean is for the phases.',
  },
  {
    place: 'src/inbox/seal.ts',
    files: ['src/inbox/seal.ts'],
    may: ['#domain/**', '#src/inbox/**'],
    powers: ['entropy'],
    because: 'sealing knows bytes and keys only.',
  },
  ...phaseLaws,
  {
    place: 'src/client',
    files: ['src/client/**'],
    may: ['#domain/**', '#src/client/**'],
    powers: ['network'],
    because: 'a client speaks to one outside system and decides nothing.',
  },
  {
    place: 'src/client/erp',
    files: ['src/client/erp/**'],
    may: ['#domain/**', '#src/client/**', '#src/contract/**'],
    powers: ['network'],
    because: 'a client speaks to one ERP, by the contract, and decides nothing.',
  },
  {
    place: 'src/client/database.ts',
    files: ['src/client/database.ts'],
    may: ['#domain/**', '#src/client/**', '#drizzle/**'],
    powers: ['network', 'sql'],
    because: 'the database client knows the tables, and no rule.',
  },
  {
    place: 'src/client/log.ts',
    files: ['src/client/log.ts'],
    may: ['#domain/**', '#src/client/**'],
    powers: ['console'],
    because: 'the log writes what it is given.',
  },
  {
    place: 'src/flow.ts',
    files: ['src/flow.ts'],
    may: [
      '#domain/**',
      '#src/inbox/**',
      '!#src/inbox/**/store.ts',
      '!#src/inbox/store.ts',
      ...rules,
      '#webhooks/**',
    ],
    because: 'the flow is pure: it composes rules, and reads and writes nothing.',
  },
  {
    place: 'src/task',
    files: ['src/task/**'],
    may: [...shell, '#src/task/**'],
    because: 'a task gets its dependencies from the app and never builds them.',
  },
  {
    place: 'src/panel',
    files: ['src/panel/**'],
    may: [...shell, '#src/panel/**'],
    because: 'the panel gets its dependencies from the app and never builds them.',
  },
  {
    place: 'src/panel/queries.ts',
    files: ['src/panel/queries.ts', 'src/panel/query/**'],
    may: [...shell, '#src/panel/**', '#drizzle/**'],
    powers: ['sql'],
    because: 'the panel reads across phases here, and only here.',
  },
  {
    place: 'src/app.ts',
    files: ['src/app.ts'],
    may: ['#domain/**', '#src/**', '!#src/worker.ts', '#webhooks/**'],
    powers: ['ambient', 'entropy'],
    because: 'the composition root builds everything and is built by the worker alone.',
  },
  {
    place: 'src/worker.ts',
    files: ['src/worker.ts'],
    may: ['#domain/**', '#src/**', './app.ts', '#webhooks/**'],
    powers: ['ambient', 'entropy'],
    because: 'the entry knows the product, and nothing of what surrounds it.',
  },
  {
    place: 'webhooks',
    files: ['webhooks/**'],
    may: ['#domain/**', '#webhooks/**', '!#webhooks/receive.ts'],
    because: 'a sender verifies and translates; what follows from it is for the phases.',
  },
  {
    place: 'webhooks/erp',
    files: ['webhooks/erp/**'],
    may: ['#domain/**', '#webhooks/**', '!#webhooks/receive.ts', '#src/contract/**'],
    because: 'the ERP is read by the contract; what follows from it is for the phases.',
  },
  {
    place: 'webhooks/receive.ts',
    files: ['webhooks/receive.ts'],
    may: ['#domain/**', '#webhooks/**', '#src/inbox/**'],
    because: 'receiving verifies, keeps and answers; nothing else happens before the answer.',
  },
  {
    place: 'drizzle',
    files: ['drizzle/**'],
    may: ['#domain/**', '#drizzle/**'],
    powers: ['sql', 'ambient'],
    because: 'the schema is read by stores and knows only the vocabulary.',
  },
  {
    place: 'sandbox',
    files: ['sandbox/**'],
    may: ['#**', '#**/**', '!#tests/**', '!#src/app.ts', '!#src/worker.ts'],
    mayNotReach: theProduct,
    powers: ['sql', 'network', 'ambient', 'entropy', 'console'],
    because: 'the outside world runs the built bundle; the app is built by the worker alone.',
  },
  {
    place: 'tests',
    files: ['tests/**', 'bench/**'],
    may: ['#**', '#**/**', '!#src/app.ts', '!#src/worker.ts'],
    mayNotReach: theProduct,
    powers: ['sql', 'network', 'ambient', 'entropy', 'console'],
    because: 'the app is built by the worker alone; tests reach it through the built bundle.',
  },
];

/** The message of a refused import. */
export function messageOf(law: Law): string {
  return `${law.place} may not import this: ${law.because}`;
}

/** The relative imports that are refused where a row names none. */
export const leavesItsFolder: readonly string[] = ['../**', './*/**'];

/** The message of a relative import that no row could judge. */
export const relativeMessage =
  'Another folder is named by its alias: a relative path hides which law it breaks.';
