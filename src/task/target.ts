/** Opens what a lease goes to, with the credentials that the row has sealed. */
import type { Lease } from '#src/automate/carry-out.ts';
import { erpTarget } from '#src/automate/carry-out-erp.ts';
import { amendmentTarget } from '#src/automate/carry-out-erp-amend.ts';
import { routeTarget } from '#src/automate/carry-out-route.ts';
import { fulfillTarget } from '#src/automate/carry-out-store-fulfill.ts';
import { paymentTarget } from '#src/automate/carry-out-store-payment.ts';
import { trackTarget } from '#src/automate/carry-out-store-track.ts';
import type { LeaseRow } from '#src/automate/store.ts';
import type { Target } from '#src/automate/target.ts';
import { openErp } from '#src/client/erp/contract.ts';
import { type Admin, openAdmin } from '#src/client/shopify/admin.ts';
import { openToken } from './credential.ts';
import type { Deps } from './deps.ts';

export async function openTarget(deps: Deps, row: LeaseRow, { body }: Lease): Promise<Target> {
  const token = await openToken(deps, row.target, row);
  switch (body.kind) {
    case 'mark_paid':
      return paymentTarget(openStore(deps, row, token), body);
    case 'fulfill':
      return fulfillTarget(openStore(deps, row, token), body);
    case 'track':
      return trackTarget(openStore(deps, row, token), body);
    case 'route':
      return routeTarget(openStore(deps, row, token), body, deps.now);
    case 'amend_sales_order':
    case 'cancel_sales_order':
      return amendmentTarget(openErp({ baseUrl: row.base_url, token }), body);
    case 'sales_order':
    case 'customer_deposit':
    case 'invoice':
    case 'application':
    case 'payment':
    case 'credit_memo':
    case 'refund_payment':
    case 'shipment':
    case 'journal':
      return erpTarget(openErp({ baseUrl: row.base_url, token }), body);
  }
}

function openStore(deps: Deps, { domain: shop }: LeaseRow, accessToken: string): Admin {
  return openAdmin(deps.shopify, { shop, accessToken, budgets: deps.budgets });
}
