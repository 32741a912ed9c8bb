import { bigint, timestamp } from 'drizzle-orm/pg-core';

/** A 64-bit number that JavaScript must not round: ids, versions, minor units. */
export const big = (name: string) => bigint(name, { mode: 'bigint' });

/** A UTC instant; its text form is made by iso() in SQL. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' });
