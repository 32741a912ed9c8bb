import { describe, expect } from 'vitest';

import { noon, test } from './support/place.ts';

describe('schedules', () => {
  const tick = {
    destination: 'https://app.plumbline.test/task/tick',
    cron: '*/5 * * * *',
    scheduleId: 'tick',
  };

  test('publish at the times of their cron expression, and do not keep the world running', async ({
    place,
  }) => {
    expect(
      await place.client.schedules.create({ ...tick, body: 'now', headers: { 'x-job': 'tick' } }),
    ).toEqual({
      scheduleId: 'tick',
    });
    await place.clock.run({ until: noon + 12 * 60_000 });
    expect(place.seconds()).toEqual([300, 600]);
    const headers = Object.fromEntries(place.delivered[0]?.request.headers ?? []);
    expect(headers).toMatchObject({ 'upstash-schedule-id': 'tick', 'x-job': 'tick' });
    await place.clock.run();
    expect(place.clock.now()).toBe(noon + 12 * 60_000);
  });

  test('follow the zone named in front of the expression', async ({ place }) => {
    await place.client.schedules.create({ ...tick, cron: 'CRON_TZ=Asia/Tokyo 0 9 * * *' });
    await place.clock.run({ until: noon + 86_400_000 });
    expect(place.seconds()).toEqual([12 * 3600]);
  });

  test('are listed, read, replaced by their id, paused, resumed and deleted', async ({ place }) => {
    await place.client.schedules.create(tick);
    await place.client.schedules.create({ ...tick, cron: '0 * * * *' });
    expect(await place.client.schedules.list()).toMatchObject([
      { scheduleId: 'tick', cron: '0 * * * *', destination: tick.destination, isPaused: false },
    ]);
    await place.client.schedules.pause({ schedule: 'tick' });
    expect(await place.client.schedules.get('tick')).toMatchObject({
      isPaused: true,
      nextScheduleTime: noon + 3_600_000,
    });
    await place.clock.run({ until: noon + 5_400_000 });
    await place.client.schedules.resume({ schedule: 'tick' });
    await place.clock.run({ until: noon + 9_000_000 });
    expect(place.seconds()).toEqual([7200]);
    await place.client.schedules.delete('tick');
    await place.clock.run({ until: noon + 90_000_000 });
    expect(place.delivered).toHaveLength(1);
    await expect(place.client.schedules.get('tick')).rejects.toMatchObject({ status: 404 });
  });

  test('with an expression nobody can read are refused', async ({ place }) => {
    await expect(place.client.schedules.create({ ...tick, cron: 'every minute' })).rejects.toMatchObject({
      status: 400,
    });
    expect(place.qstash.schedules).toEqual([]);
  });
});
