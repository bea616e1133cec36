// Calls about an opening: the room, opening all bids, the technical result, results.

export const OPENINGS_CALLS = {} as const;
