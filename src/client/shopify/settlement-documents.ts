/** What a sweep asks the Admin API about the shop's money: its Shopify Payments account and its gift cards. */

const money = 'amount currencyCode';

const balanceTransactionFields = `id type test transactionDate sourceType sourceId sourceOrderTransactionId adjustmentReason
  amount { ${money} } fee { ${money} } net { ${money} } associatedOrder { id } associatedPayout { id status }`;

/** Movements of the balance, oldest first, and what the balance is after all of them. */
export const balanceTransactions = `query BalanceTransactions($query: String!, $after: String) {
  shopifyPaymentsAccount {
    balance { ${money} }
    balanceTransactions(first: 100, after: $after, query: $query, sortKey: PROCESSED_AT) {
      pageInfo { hasNextPage endCursor }
      nodes { ${balanceTransactionFields} }
    }
  }
}`;

/** Payouts by the time of their issue; few a page, because each is asked about again. */
export const payouts = `query Payouts($query: String!, $after: String) {
  shopifyPaymentsAccount {
    payouts(first: 20, after: $after, query: $query, sortKey: ISSUED_AT) {
      pageInfo { hasNextPage endCursor }
      nodes { id issuedAt status net { ${money} } }
    }
  }
}`;

/** What one payout took along. */
export const payoutParts = `query PayoutParts($query: String!, $after: String) {
  shopifyPaymentsAccount {
    balanceTransactions(first: 250, after: $after, query: $query) {
      pageInfo { hasNextPage endCursor }
      nodes { id type test net { ${money} } }
    }
  }
}`;

/** A card's list of movements that is full may have been cut. */
const movementsListed = 50;

/** Gift cards, the last changed first; neither code nor customer is asked for. */
export const giftCards = `query GiftCards($after: String) {
  giftCards(first: 50, after: $after, sortKey: UPDATED_AT, reverse: true) {
    pageInfo { hasNextPage endCursor }
    nodes {
      id createdAt updatedAt balance { ${money} } initialValue { ${money} } order { id }
      transactions(first: ${movementsListed}) {
        pageInfo { hasNextPage }
        nodes { id processedAt amount { ${money} } }
      }
    }
  }
}`;
