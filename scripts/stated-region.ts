/**
 * The region that the environment's variables state, null where they do not. The aws command line and boto3 go by
 * AWS_DEFAULT_REGION as well, so it is what many have set; the SDK does not know it.
 * @param endpoint of an emulator, where a default meant for AWS says nothing; null for AWS itself
 */
export function statedRegion(endpoint: string | null): string | null {
  const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
  return AWS_REGION || (endpoint === null && AWS_DEFAULT_REGION) || null;
}
