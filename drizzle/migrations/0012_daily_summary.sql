-- Daily summaries: which one sums an entry of the ledger, and how far a posting of one sums them.

alter table journal_entry
  -- The lane of the summary by which the ERP gets it; null where a document of its own carries it, or none does.
  add column summary_lane text constraint summary_is_of_its_day
    check (starts_with(summary_lane, 'summary/') and substr(summary_lane, 9, 10)::date = posting_date
      and substr(summary_lane, 20) = currency);
create index journal_entry_summed on journal_entry (shop_id, summary_lane, id) where summary_lane is not null;

-- The newest entry that it sums. Entries of one summary are numbered in the order of their commits: before its day is
-- closed nobody reads them, and from then on whoever writes one holds the summary's lane first.
alter table posting add column sums_through bigint;
