/** The Worker's entry. */
import { createApp } from './app.ts';

const app = createApp();

export default {
  fetch: app.fetch,
  async scheduled(_: unknown, env: unknown): Promise<void> {
    await app.scheduled(env);
  },
};
