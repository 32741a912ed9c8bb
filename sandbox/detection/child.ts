/** A process that lives measured lives. */
import { workAsChild } from '../crew/child.ts';
import { measureLife } from './life.ts';

workAsChild(measureLife);
