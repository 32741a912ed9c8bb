/** Gift cards that staff issue and whose balance they change; no webhook tells of either. */
import { Refused } from '../../model/act.ts';
import type { StoreGiftCard } from '../../model/gift-card.ts';
import { utcTime } from '../../text.ts';
import type { AdminContext, View } from '../context.ts';
import { numberOf } from '../lookup.ts';
import { giftCardView } from '../view/gift-card.ts';
import { money } from '../view/money.ts';
import { carryOut, type Mutations } from './answer.ts';
import { assertNotGiven, minorOf, type MoneyInput, moneyIn } from './input.ts';

type CreateInput = {
  readonly initialAmount?: MoneyInput | null;
  readonly initialValue?: string | number | null;
};

type Change = { readonly amount: MoneyInput; readonly at: readonly string[]; readonly sign: 1n | -1n };

const notModelled = ['code', 'customerId', 'expiresOn', 'recipientAttributes', 'templateSuffix'];

export function giftCardMutations(context: AdminContext): Mutations {
  const { currency } = context.state.shop;
  return {
    giftCardCreate: ({ input }: { readonly input: CreateInput }, info) => {
      assertNotGiven(input, notModelled);
      return carryOut(info, () => {
        const { initialAmount, initialValue } = input;
        if (initialAmount == null && initialValue == null)
          throw new Refused('MISSING_ARGUMENT', "Initial amount can't be blank.", ['input', 'initialAmount']);
        const mismatch = { code: 'INVALID', at: ['input', 'initialAmount'] };
        const amount =
          initialAmount == null
            ? minorOf(initialValue ?? 0, currency)
            : moneyIn(currency, initialAmount, mismatch);
        const card = context.acts.issueGiftCard(amount);
        return {
          giftCard: giftCardView(context, card),
          giftCardCode: codeOf(card),
        };
      });
    },
    giftCardCredit: (
      args: { readonly id: string; readonly creditInput: { readonly creditAmount: MoneyInput } },
      info,
    ) => {
      assertNotGiven(args.creditInput, ['processedAt']);
      return carryOut(info, () => {
        const at = ['creditInput', 'creditAmount', 'amount'];
        const amount = args.creditInput.creditAmount;
        return { giftCardCreditTransaction: change(context, args.id, { amount, at, sign: 1n }) };
      });
    },
    giftCardDebit: (
      args: { readonly id: string; readonly debitInput: { readonly debitAmount: MoneyInput } },
      info,
    ) => {
      assertNotGiven(args.debitInput, ['processedAt']);
      return carryOut(info, () => {
        const at = ['debitInput', 'debitAmount', 'amount'];
        const amount = args.debitInput.debitAmount;
        return { giftCardDebitTransaction: change(context, args.id, { amount, at, sign: -1n }) };
      });
    },
  };
}

/** Sixteen letters and numbers that end as the card says; nothing in this store pays by the code itself. */
function codeOf({ id, lastCharacters }: StoreGiftCard): string {
  return `${id.toString(36).padStart(12, '0').slice(-12)}${lastCharacters}`;
}

function change(context: AdminContext, id: string, { amount, at, sign }: Change): View {
  const cardId = numberOf('GiftCard', id);
  const card = context.state.giftCards.find((each) => each.id === cardId);
  if (card === undefined)
    throw new Refused('GIFT_CARD_NOT_FOUND', 'The gift card could not be found.', ['id']);
  const minor = moneyIn(card.currency, amount, { code: 'MISMATCHING_CURRENCY', at });
  if (minor <= 0n) throw new Refused('NEGATIVE_OR_ZERO_AMOUNT', 'A positive amount must be used.', at);
  try {
    context.acts.adjustGiftCard(card, sign * minor);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    throw new Refused(error.code, error.message, at);
  }
  const typename = sign > 0n ? 'GiftCardCreditTransaction' : 'GiftCardDebitTransaction';
  return {
    __typename: typename,
    id: `gid://shopify/${typename}/${context.nextId()}`,
    amount: money(sign * minor, card.currency),
    note: null,
    processedAt: utcTime(context.clock.now()),
    giftCard: () => giftCardView(context, card),
  };
}
