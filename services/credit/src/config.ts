import { calendarYears } from '@qinwu/platform/config/calendar-config';
import { type Environment, loadConfig } from '@qinwu/platform/config/load-config';
import { serviceConfig } from '@qinwu/platform/config/service-config';
import { z } from 'zod';

/** The settings of the service: those every service has, and the deployer's calendar. */
export const creditConfig = serviceConfig.extend({
  CALENDAR_YEARS_FILE: calendarYears
    .optional()
    .describe('新公布的年度放假安排,JSON 文件 / file with calendars of years the release does not know yet'),
  SCORE_RUN_HOUR: z.coerce
    .number()
    .int()
    .min(-1)
    .max(23)
    .default(1)
    .describe('每日评分批次开始的钟点,-1 为不自动评分 / hour of the nightly score run, -1 for none'),
});
export type CreditConfig = z.output<typeof creditConfig>;

/** Reads the configuration; throws one error that lists every fault. */
export function readConfig(env: Environment): CreditConfig {
  return loadConfig(creditConfig, env);
}
