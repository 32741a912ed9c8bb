/** A process that lives hostile lives. */
import { workAsChild } from '../crew/child.ts';
import { outcomeOf } from './outcome.ts';

workAsChild(outcomeOf);
