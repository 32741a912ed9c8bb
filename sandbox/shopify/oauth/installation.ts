/** The app in one shop: installed or not, with the tokens and subscriptions that come and go with it. */
import type { Subscription } from '../subscription.ts';
import type { SubscriptionBook } from '../subscription-book.ts';
import { openTokenOffice, type TokenOffice, type TokenOfficeOptions } from './office.ts';

export type Installation = Pick<TokenOffice, 'accepts' | 'answer' | 'failNext'> & {
  /** Subscribes to what the app declares. A new installation has new tokens; the permanent one is good again. */
  readonly install: () => void;
  /** No token is good any more, and nothing is sent. */
  readonly uninstall: () => void;
};

/** Where an app asks for tokens, at the shop's own host. */
export const tokenPath = '/admin/oauth/access_token';

export function openInstallation(options: {
  readonly office: TokenOfficeOptions;
  readonly book: SubscriptionBook;
  readonly declared: readonly Subscription[];
  readonly isInstalled: boolean;
}): Installation {
  const { book, declared } = options;
  let installations = 0;
  let office: TokenOffice | undefined;

  function newOffice(): TokenOffice {
    installations += 1;
    return openTokenOffice({ ...options.office, salt: `${options.office.salt} ${installations}` });
  }
  if (options.isInstalled) office = newOffice();
  return {
    accepts: (token) => office?.accepts(token) === true,
    async answer(request) {
      if (office !== undefined) return office.answer(request);
      const error = { error: 'app_not_installed', error_description: 'The app is not installed.' };
      return Response.json(error, { status: 400 });
    },
    failNext: (calls) => office?.failNext(calls),
    install() {
      office ??= newOffice();
      book.clear();
      for (const subscription of declared) book.add(subscription);
    },
    uninstall() {
      office?.revokeAll();
      office = undefined;
      book.clear();
    },
  };
}
