/** Ties clearing to the gateways' own balances, and the gift-card liability to the cards (ACCOUNTING §9.11). */
import type { Instant } from '#domain/instant.ts';
import { flaw, type Rebuilt, shown, type Violation } from './check.ts';

export type SettlementTie = {
  /** How what is measured stands, also where it waits. */
  readonly sentences: readonly string[];
  readonly unmeasured: readonly string[];
  readonly violations: readonly Violation[];
};

/** A gateway's balance, and the books' at the same instant; what is on its way is booked and not yet in the balance. */
type Clearing = {
  readonly gateway: string;
  readonly currency: string;
  readonly balance: string;
  readonly read_at: Instant;
  readonly booked: string;
  readonly on_its_way: string;
  readonly opened: boolean;
};

/** A clearing account of a gateway that tells no balance is not measured. */
export function tieClearing(gateways: readonly Clearing[], { days }: Pick<Rebuilt, 'days'>): SettlementTie {
  const told = gateways.filter(({ opened }) => opened);
  const measured = new Set(told.map(({ gateway, currency }) => `1020.${gateway} ${currency}`));
  const accounts = new Set([...days.keys()].map((key) => key.split(' ').slice(0, -2).join(' ')));
  const silent = [...accounts].filter((one) => one.startsWith('1020.') && !measured.has(one)).toSorted();
  return {
    sentences: told.map(({ gateway, currency, on_its_way: way, read_at: at }) => {
      const also = BigInt(way) === 0n ? '' : `, ${shown(BigInt(way), currency)} on its way`;
      return `1020.${gateway} ${currency} is held against the gateway's own balance of ${at}${also}`;
    }),
    unmeasured: silent.map((one) => `${one}: its gateway tells no balance`),
    violations: told.flatMap(({ gateway, currency, balance, booked, on_its_way: way }) => {
      const ours = BigInt(booked) - BigInt(way);
      if (ours === BigInt(balance)) return [];
      const what = `comes to ${shown(ours, currency)}; the gateway says ${shown(BigInt(balance), currency)}`;
      return [flaw('control account', `1020.${gateway}`, what)];
    }),
  };
}

type Cards = {
  readonly currency: string;
  readonly worth: string;
  readonly sold: string;
  readonly booked: string;
  readonly cards: number;
  readonly waiting: number;
};

/** What is owed on cards beside their invoices, and what orders sold of them, is what they are worth. */
export function tieCards(all: readonly Cards[]): SettlementTie {
  return {
    sentences: all.map(({ cards, worth, currency, waiting }) => {
      const waits = waiting === 0 ? '' : `; ${waiting} of them, or of the orders they paid, wait`;
      return `2200 is held against ${cards} gift cards worth ${shown(BigInt(worth), currency)}${waits}`;
    }),
    unmeasured: all.length === 0 ? ['2200: no gift card is known'] : [],
    violations: all.flatMap(({ currency, worth, sold, booked, waiting }) => {
      const ours = BigInt(booked) + BigInt(sold);
      if (waiting > 0 || ours === BigInt(worth)) return [];
      const what = `comes to ${shown(ours, currency)} with all that orders sold; the cards are worth ${shown(BigInt(worth), currency)}`;
      return [flaw('control account', '2200', what)];
    }),
  };
}
