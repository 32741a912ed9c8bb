/** The payment methods that Stripe documents for tests, and the cards behind them. */
import type { Card, Decline, Tender } from './contract.ts';
import { missing } from './refusal.ts';

/** The card of whom nobody said anything else. */
export const plainCard: Card = cardOf('visa', '4242', 'credit');

function cardOf(brand: Card['brand'], last4: string, funding: Card['funding']): Card {
  return { brand, last4, funding, country: 'US', expiryMonth: 12, expiryYear: 2030 };
}

const cards: Readonly<Record<string, Card>> = {
  pm_card_visa: plainCard,
  pm_card_visa_debit: cardOf('visa', '5556', 'debit'),
  pm_card_mastercard: cardOf('mastercard', '4444', 'credit'),
  pm_card_mastercard_debit: cardOf('mastercard', '3222', 'debit'),
  pm_card_mastercard_prepaid: cardOf('mastercard', '5100', 'prepaid'),
  pm_card_amex: cardOf('amex', '8431', 'credit'),
};

const declines: Readonly<Record<string, Decline>> = {
  pm_card_visa_chargeDeclined: 'generic_decline',
  pm_card_visa_chargeDeclinedInsufficientFunds: 'insufficient_funds',
  pm_card_visa_chargeDeclinedLostCard: 'lost_card',
  pm_card_visa_chargeDeclinedStolenCard: 'stolen_card',
  pm_card_chargeDeclinedExpiredCard: 'expired_card',
  pm_card_chargeDeclinedIncorrectCvc: 'incorrect_cvc',
};

/** @throws Refusal for any other id: a card of a customer's own pays by the world's act. */
export function tenderOf(id: string): Tender {
  const card = cards[id];
  if (card !== undefined) return { card, decline: null };
  const decline = declines[id];
  if (decline !== undefined) return { card: plainCard, decline };
  throw missing('PaymentMethod', id, 'payment_method');
}
