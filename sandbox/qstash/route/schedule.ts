/** `/v2/schedules`. */
import type { Hono } from 'hono';

import { refusal } from '#sandbox/qstash/answer.ts';
import { readOrder } from '#sandbox/qstash/order.ts';
import { Invalid } from '#sandbox/qstash/refusal.ts';
import { scheduleJson, type Timetable } from '#sandbox/qstash/timetable.ts';
import { asked } from './publish.ts';

const missing = refusal('schedule not found');

export function serveSchedules(app: Hono, timetable: Timetable, newId: (prefix: string) => string): void {
  app.get('/v2/schedules', (c) => c.json(timetable.list().map(scheduleJson)));
  app.get('/v2/schedules/:id', (c) => {
    const schedule = timetable.find(c.req.param('id'));
    return schedule === undefined ? c.json(missing, 404) : c.json(scheduleJson(schedule));
  });
  app.delete('/v2/schedules/:id', (c) =>
    timetable.remove(c.req.param('id')) ? c.body(null, 200) : c.json(missing, 404),
  );
  // The client sends PATCH; the API description says POST.
  app.on(['PATCH', 'POST'], '/v2/schedules/:id/:act{pause|resume}', (c) => {
    const found = timetable.pause(c.req.param('id'), c.req.param('act') === 'pause');
    return found ? c.body(null, 200) : c.json(missing, 404);
  });
  app.post('/v2/schedules/*', async (c) => {
    const { headers } = c.req.raw;
    const cron = headers.get('upstash-cron');
    if (cron === null) throw new Invalid('a schedule needs the header Upstash-Cron');
    const order = readOrder(await asked(c.req.raw, '/v2/schedules/'));
    const scheduleId = headers.get('upstash-schedule-id') ?? newId('scd');
    if (!/^[\w.-]+$/.test(scheduleId)) throw new Invalid(`invalid schedule id "${scheduleId}"`);
    timetable.add({ scheduleId, cron, order });
    return c.json({ scheduleId }, 201);
  });
}
