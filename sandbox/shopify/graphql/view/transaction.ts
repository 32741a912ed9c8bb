import { minus, noMoney, plus } from '../../model/bag.ts';
import type { StoreOrder } from '../../model/order.ts';
import type { StoreTransaction } from '../../model/transaction.ts';
import { utcTime } from '../../text.ts';
import type { AdminContext, View } from '../context.ts';
import { balanceTransactionOf, locationOfId } from '../lookup.ts';
import { locationView } from './location.ts';
import { money, moneyBag, timeOrNull } from './money.ts';

export function transactionView(
  context: AdminContext,
  order: StoreOrder,
  transaction: StoreTransaction,
): View {
  const { gateway, status, kind } = transaction;
  const isCard = gateway === 'shopify_payments';
  const isOpenAuthorization =
    status === 'success' && (kind === 'authorization' || kind === 'emv_authorization');
  return {
    __typename: 'OrderTransaction',
    id: `gid://shopify/OrderTransaction/${transaction.id}`,
    kind: kind.toUpperCase(),
    status: status.toUpperCase(),
    gateway,
    formattedGateway: formattedGateway(gateway),
    manualPaymentGateway: transaction.manual,
    manuallyCapturable: isOpenAuthorization,
    multiCapturable: isOpenAuthorization && isCard,
    errorCode: transaction.errorCode,
    paymentId: `${order.name}.${order.transactions.indexOf(transaction) + 1}`,
    accountNumber: isCard ? '•••• •••• •••• 4242' : null,
    amountSet: moneyBag(transaction.amount, order),
    amountRoundingSet: transaction.rounding === null ? null : moneyBag(transaction.rounding, order),
    totalUnsettledSet: () => moneyBag(unsettledOf(order, transaction), order),
    maximumRefundableV2: () => maximumRefundable(order, transaction),
    authorizationExpiresAt: timeOrNull(transaction.authorizationExpiresAt),
    createdAt: utcTime(transaction.at),
    processedAt: utcTime(transaction.processedAt),
    test: transaction.test,
    device: null,
    user: null,
    currencyExchangeAdjustment: null,
    settlementCurrency: isCard ? context.state.payments.currency : null,
    fees: () => feesOf(context, transaction),
    location: () => {
      const { locationId } = transaction;
      const location = locationId === null ? undefined : locationOfId(context.state, locationId);
      return location === undefined ? null : locationView(context, location);
    },
    order: () => context.views.order(context, order),
    parentTransaction: () => {
      const parent = order.transactions.find(({ id }) => id === transaction.parentId);
      return parent === undefined ? null : transactionView(context, order, parent);
    },
  };
}

/** Shopify docs (totalUnsettledSet): what is left to capture of an authorization. */
function unsettledOf(order: StoreOrder, transaction: StoreTransaction) {
  if (transaction.kind !== 'authorization' || transaction.status !== 'success') return noMoney;
  const children = order.transactions.filter(
    ({ parentId, status }) => parentId === transaction.id && status === 'success',
  );
  if (children.some(({ kind }) => kind === 'void')) return noMoney;
  const captured = children.filter(({ kind }) => kind === 'capture').map(({ amount }) => amount);
  return minus(transaction.amount, plus(...captured));
}

/** Null for what took no money; else what of it has not gone back yet. */
function maximumRefundable(order: StoreOrder, transaction: StoreTransaction): View | null {
  const { kind, status, amount, id } = transaction;
  if ((kind !== 'sale' && kind !== 'capture') || status !== 'success') return null;
  const refunds = order.transactions.filter(
    (each) => each.kind === 'refund' && each.parentId === id && each.status !== 'failure',
  );
  const left = minus(amount, plus(...refunds.map((each) => each.amount)));
  return money(left.presentment, order.presentmentCurrency);
}

/** Shopify Payments tells its fee; other gateways tell Shopify none. */
function feesOf({ state }: AdminContext, transaction: StoreTransaction): View[] {
  const booked = balanceTransactionOf(state, transaction.id);
  if (booked === undefined || booked.fee === 0n) return [];
  const { currency } = booked;
  return [
    {
      __typename: 'TransactionFee',
      id: `gid://shopify/TransactionFee/${booked.id}`,
      type: 'processing_fee',
      amount: money(booked.fee, currency),
      taxAmount: money(0n, currency),
    },
  ];
}

function formattedGateway(gateway: string): string {
  const words = gateway.replaceAll('_', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
