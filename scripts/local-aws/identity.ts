/** The account and the region that the embedded stack claims to be. */
export const accountId = "000000000000";
export const region = "us-east-1";
