import { SERVICE_NAMES } from '@qinwu/contracts/service-name';
import { serviceConfig } from '@qinwu/platform/config/service-config';
import { z } from 'zod';
import { titlesFile } from './titles-file.ts';

const serviceUrl = z.object({ service: z.enum(SERVICE_NAMES), url: z.url({ protocol: /^https?$/ }) });

const serviceUrls = z
  .string()
  .transform((text) =>
    text.split(',').map((pair) => {
      const [service, ...url] = pair.trim().split('=');
      return { service, url: url.join('=').replace(/\/+$/, '') };
    }),
  )
  .pipe(z.array(serviceUrl, { error: 'must be name=url pairs with commas between' }))
  .describe(
    '各服务地址,如 grievance=http://127.0.0.1:8101,mediation=… / where the services answer, for /openapi.json',
  );

/** The settings of the cockpit. */
export const cockpitConfig = serviceConfig.extend({
  SERVICE_URLS: serviceUrls.default([]),
  TITLES_FILE: titlesFile
    .optional()
    .describe('园区自定或更正的企业称号,JSON 文件 / file with titles of the park, over those of the release'),
});

export type CockpitConfig = z.output<typeof cockpitConfig>;
