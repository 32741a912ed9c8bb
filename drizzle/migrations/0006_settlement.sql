-- Money beside the orders is swept as well: the gateway's balance and payouts, and gift cards.
alter table sweep drop constraint sweep_resource_is_known;
alter table sweep add constraint sweep_resource_is_known check (resource in ('orders', 'completeness', 'erp-documents',
  'erp-periods', 'balance-transactions', 'payouts', 'gift-cards'));
