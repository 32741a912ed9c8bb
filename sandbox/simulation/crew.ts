/** Hostile lives side by side, each judged in the process that lived it. */
import { type Crew as CrewOf, openCrew as open } from '../crew/crew.ts';
import type { DatabaseServer } from '../postgres/database.ts';
import { brokenOff, type Outcome } from './outcome.ts';
import type { Terms } from './term.ts';

export type Crew = CrewOf<Terms, Outcome>;

export function openCrew(options: {
  readonly server: DatabaseServer;
  readonly script: string;
  readonly size: number;
}): Crew {
  return open({ ...options, child: new URL('child.ts', import.meta.url), brokenOff });
}
