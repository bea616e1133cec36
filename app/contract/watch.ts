// Calls about an opening as the bidder sees it: events, opened = sealed.

export const WATCH_CALLS = {} as const;
