import { calendarYears } from '@qinwu/platform/config/calendar-config';
import { type Environment, loadConfig } from '@qinwu/platform/config/load-config';
import { serviceConfig } from '@qinwu/platform/config/service-config';
import type { z } from 'zod';

/** The settings of the service: those every service has, and the deployer's calendar. */
export const mediationConfig = serviceConfig.extend({
  CALENDAR_YEARS_FILE: calendarYears
    .optional()
    .describe('新公布的年度放假安排,JSON 文件 / file with calendars of years the release does not know yet'),
});
export type MediationConfig = z.output<typeof mediationConfig>;

/** Reads the configuration; throws one error that lists every fault. */
export function readConfig(env: Environment): MediationConfig {
  return loadConfig(mediationConfig, env);
}
