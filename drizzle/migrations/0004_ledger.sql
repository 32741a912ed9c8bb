-- The ledger whole: what its lines are about, and what the database refuses beyond balance.

alter table journal_line add column dimensions jsonb not null default '{}';
