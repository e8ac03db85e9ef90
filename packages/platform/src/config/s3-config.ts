import type { S3Options } from '../files/s3-blobs.ts';
import type { ConfigFault } from './config-fault.ts';
import { ConfigError } from './load-config.ts';
import type { ServiceConfig } from './service-config.ts';

const NEEDED = ['S3_ENDPOINT', 'S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'] as const;

/** The bucket of the configuration, undefined where none is; throws a ConfigError where it is half configured. */
export function s3Options(
  config: Pick<ServiceConfig, (typeof NEEDED)[number] | 'S3_REGION'>,
): S3Options | undefined {
  const { S3_ENDPOINT: endpoint, S3_BUCKET: bucket, S3_REGION: region } = config;
  const { S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = config;
  if (endpoint && bucket && accessKeyId && secretAccessKey) {
    return { endpoint, bucket, region, accessKeyId, secretAccessKey };
  }
  const missing = NEEDED.filter((name) => config[name] === undefined);
  if (missing.length === NEEDED.length) return undefined;
  const faults: ConfigFault[] = missing.map((name) => ({ name, rule: 'is required beside the other S3_…' }));
  throw new ConfigError(faults);
}
