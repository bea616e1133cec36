// Calls about bids that did not open and the LPSE's word on them.

export const REFERRALS_CALLS = {} as const;
