/** Measured lives side by side. */
import { type Crew, openCrew } from '../crew/crew.ts';
import type { DatabaseServer } from '../postgres/database.ts';
import { type Measured, type MeasuredTerms, notMeasured } from './life.ts';

export function openMeasuringCrew(options: {
  readonly server: DatabaseServer;
  readonly script: string;
  readonly size: number;
}): Crew<MeasuredTerms, Measured> {
  return openCrew({ ...options, child: new URL('child.ts', import.meta.url), brokenOff: notMeasured });
}
