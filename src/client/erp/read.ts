/** What happened in an ERP, whoever did it: its documents by the time of their last change, and its periods. */
import { z } from 'zod';
import { pageSize, sweepPaths } from '#src/contract/sweep.ts';
import { RetryLater } from '#domain/obstacle.ts';
import type { Instant } from '#domain/instant.ts';
import { caller, type ErpAccess, reach, refusal } from './call.ts';

/** Rows are as the ERP wrote them; whoever translates them judges each by the contract. */
export type DocumentPage = { readonly documents: readonly unknown[]; readonly nextCursor: string | null };

export interface ErpReads {
  /** Documents of every kind that changed at an instant or later; `cursor` leads on from the page before. */
  readonly documents: (since: Instant, cursor: string | null) => Promise<DocumentPage>;
  readonly periods: () => Promise<readonly unknown[]>;
}

const documentPage = z.object({ documents: z.array(z.unknown()), nextCursor: z.string().nullish() });
const periodList = z.object({ periods: z.array(z.unknown()) });

const misreadMs = 10 * 60_000;

/** An ERP that speaks our own contract, version 1. Throws `RetryLater` for what passes, `Park` for a refusal. */
export function openErpReads(access: ErpAccess): ErpReads {
  const call = caller(access);
  const read = async <Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.output<Schema>> => {
    const response = await reach(call(path));
    if (!response.ok) throw refusal(response, 'a read');
    return understood(await reach(response.text()), schema);
  };
  return {
    async documents(since, cursor) {
      const query = new URLSearchParams({
        modifiedSince: since,
        limit: String(pageSize.max),
        ...(cursor === null ? {} : { cursor }),
      });
      const { documents, nextCursor } = await read(
        `${sweepPaths.documents}?${query.toString()}`,
        documentPage,
      );
      return { documents, nextCursor: nextCursor ?? null };
    },
    periods: async () => (await read(sweepPaths.periods, periodList)).periods,
  };
}

function understood<Schema extends z.ZodType>(text: string, schema: Schema): z.output<Schema> {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new RetryLater('the ERP answered a read with something we do not understand', misreadMs, { cause });
  }
}
